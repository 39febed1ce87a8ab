# The server, on 127.0.0.1.

bind "tcp://127.0.0.1:#{ENV.fetch("PORT", 3000)}"
threads 1, 16
# How long a client may take to send a request, in seconds.
first_data_timeout 15
