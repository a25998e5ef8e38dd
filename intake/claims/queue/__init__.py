"""What staff have to do: order, filters, search and saved views."""
