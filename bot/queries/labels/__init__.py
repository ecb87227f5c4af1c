"""What labels are known or said to be, and the evidence for it."""
