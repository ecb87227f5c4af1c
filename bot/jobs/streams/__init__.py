"""Jobs that listen: connections over which prices come by themselves."""
