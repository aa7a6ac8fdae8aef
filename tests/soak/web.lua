-- For wrk: with a file of tokens, posts one-click to /unsubscribe/TOKEN for each of its lines once and ends with them;
-- without one, asks for the page it was given. Prints one line: requests a second, p50 and p99 in ms, errors, requests.
local tokens, at, stopped = nil, 0, false

function init(args)
  if args[1] then
    tokens = {}
    for line in io.lines(args[1]) do tokens[#tokens + 1] = line end
  end
end

function request()
  if not tokens then return wrk.format() end
  at = at + 1
  -- Those under way end meanwhile; what is asked after the last token is asked of a page that does nothing.
  if at > #tokens then return wrk.format("GET", "/health/live") end
  return wrk.format("POST", "/unsubscribe/" .. tokens[at], { ["Content-Type"] = "application/x-www-form-urlencoded" }, "List-Unsubscribe=One-Click")
end

function response()
  if tokens and at > #tokens then wrk.thread:stop() end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("%.0f %.1f %.1f %d %d\n", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout, summary.requests))
end
