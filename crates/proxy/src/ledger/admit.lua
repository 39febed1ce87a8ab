-- Notes a request, or says why it may not be made. One call is one step for all instances.
--
-- KEYS: the seller, all sellers, the pause. All in one hash slot.
-- ARGV: for the seller and then for all: microseconds for each request, and requests at once.
-- Returns whom the limit is of ('', 'seller' or 'paddle'), and how many microseconds to wait.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

-- The generic cell rate algorithm: a key holds when its bucket will be full again.
-- https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
local function wait(key, interval, burst)
  local full = math.max(tonumber(redis.call('GET', key) or now), now)
  local too_early = full - (burst - 1) * interval - now
  if too_early > 0 then
    return too_early
  end
  full = full + interval
  redis.call('SET', key, string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000) + 1)
  return 0
end

-- First, so that a seller who clicks meanwhile has no limit of their own to wait for afterwards.
local left = tonumber(redis.call('PTTL', KEYS[3]))
if left > 0 then
  return { 'paddle', left * 1000 }
end
left = wait(KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]))
if left > 0 then
  return { 'seller', left }
end
left = wait(KEYS[2], tonumber(ARGV[3]), tonumber(ARGV[4]))
if left > 0 then
  return { 'paddle', left }
end
return { '', 0 }
