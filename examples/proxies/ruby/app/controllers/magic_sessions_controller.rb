# Answers the widget's request with a one-time code, for the seller who is signed in.

require "net/http"
require_relative "../limits"

class MagicSessionsController < ActionController::Base
  # Rails would add a copy of the fields to them.
  wrap_parameters false

  PATH = "/api/paddle/magic-sessions".freeze
  REDIRECTS = %w[overview payout_settings retain_settings onboarding].freeze
  STATUS = {
    "invalid_request" => 400, "session_expired" => 401, "csrf_rejected" => 403, "environment_not_configured" => 409,
    "upstream_auth" => 424, "upstream_rejected" => 424, "rate_limited" => 429
  }.freeze
  UNREACHED = [SystemCallError, SocketError, IOError, Timeout::Error, OpenSSL::SSL::SSLError, Zlib::Error,
               Net::ProtocolError, Net::HTTPBadResponse, Net::HTTPHeaderSyntaxError].freeze

  LIMITS = Limits.new(Settings::CLICKS_PER_MINUTE)

  class Refusal < StandardError
    attr_reader :status, :retry_after

    def initialize(code, status: STATUS.fetch(code, 503), retry_after: nil)
      super(code)
      @status, @retry_after = status, retry_after
    end
  end

  # The session first: without it, there is no token to compare.
  before_action :check_method, :check_session
  protect_from_forgery with: :exception
  before_action :check_widget
  rescue_from(Refusal) { |refusal| refuse(refusal) }
  rescue_from(ActionController::InvalidAuthenticityToken) { refuse(Refusal.new("csrf_rejected")) }

  # What Rails itself refuses, such as JSON that it can't read.
  def self.failed(status)
    code = status < 500 ? "invalid_request" : "site_unavailable"
    headers = { "content-type" => "application/json", **Rails.application.config.action_dispatch.default_headers }
    [status < 500 ? status : 503, headers, [{ error: { code: code } }.to_json]]
  end

  def create
    environment = read
    key = Settings::SELLERS.fetch(@seller)[environment] || raise(Refusal, "environment_not_configured")
    LIMITS.admit(@seller, environment)
    data = LIMITS.note(environment) { authorize(Settings::APIS[environment], key) }
    render json: { data: { environment: environment, **data }, meta: { request_id: request.request_id } }, status: :created
  end

  private

  def check_method
    raise Refusal.new("invalid_request", status: 405) unless request.post?
  end

  def check_session
    @seller = session[:seller] || raise(Refusal, "session_expired")
  end

  # Rails has compared the token and the origin. Another site can send none of these either.
  def check_widget
    is_widget = request.headers["x-paddle-magic-links"] == "1" && request.media_type == "application/json"
    is_foreign = request.headers.fetch("sec-fetch-site", "same-origin") != "same-origin"
    raise Refusal, "csrf_rejected" if !is_widget || is_foreign
  end

  # The environment of a request that has the contract's fields and no other.
  def read
    raise Refusal.new("invalid_request", status: 413) if request.raw_post.bytesize > 4096

    fields = request.request_parameters
    environment, redirect = fields["environment"], fields.fetch("redirect", "overview")
    is_known = Settings::APIS.key?(environment) && REDIRECTS.include?(redirect)
    raise Refusal, "invalid_request" unless is_known && (fields.keys - %w[environment redirect]).empty?

    environment
  end

  # Paddle's response and its body. It follows no redirect and asks once.
  def ask(api, key)
    uri, body = URI("#{api}/magic-sessions/authorize"), +""
    headers = { "authorization" => "Bearer #{key}", "paddle-version" => "1", "content-length" => "0",
                "accept-encoding" => "identity" }
    options = { use_ssl: uri.scheme == "https", max_retries: 0 }
    Timeout.timeout(8) do
      Net::HTTP.start(uri.host, uri.port, options) do |http|
        response = http.request(Net::HTTP::Post.new(uri, headers)) do |start|
          start.read_body { |part| raise Refusal, "upstream_invalid" if (body << part).bytesize > 16.kilobytes }
        end
        # Net::HTTP takes a body that was cut off.
        raise EOFError if response.content_length.to_i > body.bytesize

        [response, body]
      end
    end
  rescue *UNREACHED
    raise Refusal, "upstream_unavailable"
  end

  # The code and its end, or a refusal without Paddle's words.
  def authorize(api, key)
    response, body = ask(api, key)
    json = JSON.parse(body) rescue nil
    part = ->(name) { json.is_a?(Hash) && json[name].is_a?(Hash) ? json[name] : {} }
    case response.code.to_i
    when 200, 201
      code, expires_at = part["data"].values_at("code", "expires_at")
      raise Refusal, "upstream_invalid" unless code.is_a?(String) && code.match?(/\A[!-~]{1,512}\z/)

      expires_at.to_s.match?(/\A[\dTZ:.+-]{20,35}\z/) ? { code: code, expires_at: expires_at } : { code: code }
    when 429
      wait = response["retry-after"].to_s
      raise Refusal.new("upstream_busy", retry_after: wait.match?(/\A\d+\z/) ? wait.to_i.clamp(1, 300) : 60)
    when 400..499
      # Without an error code, it is a firewall's in front of Paddle. Then the key may be good.
      is_auth = ["401", "403"].include?(response.code) && part["error"]["code"]
      raise Refusal, is_auth ? "upstream_auth" : "upstream_rejected"
    else
      raise Refusal, response.code.to_i >= 500 ? "upstream_unavailable" : "upstream_invalid"
    end
  end

  def refuse(refusal)
    response.headers["allow"] = "POST" if refusal.status == 405
    response.headers["retry-after"] = refusal.retry_after.to_s if refusal.retry_after
    logger.warn("#{request.request_id} seller #{@seller}: #{refusal.message}")
    meta = { request_id: request.request_id }
    render json: { error: { code: refusal.message }, meta: meta }, status: refusal.status
  end
end
