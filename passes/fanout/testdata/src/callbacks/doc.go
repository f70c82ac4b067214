package callbacks
