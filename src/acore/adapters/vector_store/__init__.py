"""Where the chunks of documents are kept and searched."""
