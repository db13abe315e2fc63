"""What stands between the network and the application: settings, files, checks of what comes in, headers, logs."""

VERSION = "0.2.0"
