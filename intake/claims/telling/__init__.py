"""What customers and shop systems are told: notices in the outbox, written with the change."""
