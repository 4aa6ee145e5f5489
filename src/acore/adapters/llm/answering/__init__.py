"""Answers questions from passages without a model: reads question and passages, chooses, and quotes."""
