"""职家 Zhijia: software for running Chinese trade unions."""
