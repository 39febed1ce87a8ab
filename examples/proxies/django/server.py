"""Serves the platform on 127.0.0.1."""

import uvicorn

from harbour.environment import PORT

if __name__ == "__main__":
    print(f"Open http://127.0.0.1:{PORT}/", flush=True)
    uvicorn.run(
        "harbour.asgi:application", host="127.0.0.1", port=PORT, server_header=False, lifespan="off", log_level="warning"
    )
