"""Attribution: whom an article credits, and where it says so."""
