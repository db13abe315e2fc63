"""Everything between the network and the Dash app: settings, finished files, checks of requests, headers and logs."""

VERSION = "0.2.0"
