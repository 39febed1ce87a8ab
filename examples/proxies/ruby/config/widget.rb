# The widget's files. Every file but index.js has its content's hash in its name.

class Widget
  def initialize(directory)
    @files = Rack::Files.new(directory)
  end

  def call(env)
    status, headers, body = @files.call(env)
    is_entry = env["PATH_INFO"] == "/index.js"
    headers["cache-control"] = is_entry ? "no-cache" : "public, max-age=31536000, immutable"
    headers["x-content-type-options"] = "nosniff"
    [status, headers, body]
  end
end
