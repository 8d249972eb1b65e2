"""How large companies are: one file a publisher."""
