# A platform whose sellers open their Paddle dashboard.

ENV["RAILS_ENV"] ||= "production"
require_relative "config/application"

run Harbour
