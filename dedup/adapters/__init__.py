"""Where articles come from or go: adapters to other libraries, each of which imports its own only."""
