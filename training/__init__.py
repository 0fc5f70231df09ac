"""What makes pipeline/models: data readers, the base encoder, fine-tuning, export, calibration."""
