"""A shop's catalogue in the forms in which shops have it: own files, Google Merchant and Shopify exports."""
