# The app: its settings, its addresses, and the headers of its responses.

require "rails"
require "action_controller/railtie"
require_relative "settings"
require_relative "../app/controllers/magic_sessions_controller"
require_relative "../app/controllers/pages_controller"
require_relative "widget"

class Harbour < Rails::Application
  config.load_defaults 6.1
  config.root = File.expand_path("..", __dir__)
  config.eager_load = false
  config.secret_key_base = Settings::SECRET
  config.middleware.delete Rack::ETag
  config.hosts = %w[127.0.0.1 localhost]
  config.host_authorization = { response_app: ->(_env) { MagicSessionsController.failed(400) } }
  config.session_store :cookie_store, key: "_harbour_session", same_site: :lax, httponly: true
  config.logger = ActiveSupport::Logger.new($stderr)
  config.log_level = :warn
  config.action_dispatch.default_headers = {
    "cache-control" => "no-store",
    "x-content-type-options" => "nosniff",
    "content-security-policy" =>
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:; " \
      "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  }
  # Rails reads JSON before a controller runs.
  config.exceptions_app = lambda do |env|
    status = env["PATH_INFO"].delete_prefix("/").to_i
    of_widget = env["action_dispatch.original_path"] == MagicSessionsController::PATH
    of_widget ? MagicSessionsController.failed(status) : [status, config.action_dispatch.default_headers.dup, []]
  end
end

Harbour.initialize!

Harbour.routes.draw do
  root "pages#payments"
  post "/sign-in", to: "pages#sign_in"
  post "/sign-out", to: "pages#sign_out"
  match MagicSessionsController::PATH, to: "magic_sessions#create", via: :all
  mount Widget.new(Settings::WIDGET) => "/paddle-magic-links"
end
