"""How the house does, for machines that watch it: figures (`/metrics`), and whether it lives and is ready."""
