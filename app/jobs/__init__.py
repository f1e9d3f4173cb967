"""What happens without anybody pressing: mails, reminders, confirmations, expiries."""
