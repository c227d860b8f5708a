"""What each command does: arguments in, a call, words out. `dedup.cli` names them."""
