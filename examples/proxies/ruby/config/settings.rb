# What the environment says.

require "securerandom"

module Settings
  def self.optional(name, otherwise = nil)
    value = ENV[name].to_s.strip
    value.empty? ? otherwise : value
  end

  def self.required(name)
    optional(name) || abort("error: #{name} is missing")
  end

  def self.keys(seller)
    { "sandbox" => optional("SELLER_#{seller}_SANDBOX_KEY"), "live" => required("SELLER_#{seller}_LIVE_KEY") }
  end

  SELLERS = { "a" => keys("A"), "b" => keys("B") }.freeze
  SECRET = optional("SESSION_SECRET", SecureRandom.hex(64))
  CLICKS_PER_MINUTE = Integer(optional("CLICKS_PER_MINUTE", "10"))
  APIS = {
    "sandbox" => optional("PADDLE_SANDBOX_API", "https://sandbox-api.paddle.com"),
    "live" => optional("PADDLE_LIVE_API", "https://api.paddle.com"),
  }.freeze
  # A stand-in has its dashboards at the same origins.
  DASHBOARDS = APIS.select { |environment, _| optional("PADDLE_#{environment.upcase}_API") }.freeze
  WIDGET = optional("WIDGET", File.expand_path("../../../../dist/element", __dir__))
  unless File.file?(File.join(WIDGET, "index.js"))
    abort("error: WIDGET names #{WIDGET}, where no index.js is: run cargo xtask dist")
  end
end
