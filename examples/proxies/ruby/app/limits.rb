# How often a seller clicks, and how long Paddle wants to be left alone. Puma's threads share it.

class Limits
  def initialize(clicks_per_minute)
    @clicks_per_minute, @clicks, @busy_until, @lock = clicks_per_minute, {}, {}, Mutex.new
  end

  def admit(seller, environment)
    @lock.synchronize do
      recent = @clicks.fetch(seller, []).select { |at| at > now - 60 }
      wait("rate_limited", recent.first + 60) if recent.length >= @clicks_per_minute
      @clicks[seller] = recent << now
      wait("upstream_busy", @busy_until[environment]) if @busy_until.fetch(environment, 0) > now
    end
  end

  # Runs the block, and remembers how long Paddle wants to be left alone.
  def note(environment)
    yield
  rescue MagicSessionsController::Refusal => refusal
    @lock.synchronize { @busy_until[environment] = now + refusal.retry_after } if refusal.retry_after
    raise
  end

  private

  def wait(code, time)
    raise MagicSessionsController::Refusal.new(code, retry_after: (time - now).ceil.clamp(1, 300))
  end

  def now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end
end
