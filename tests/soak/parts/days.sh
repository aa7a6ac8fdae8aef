# Four hundred days with two thousand readers in one process, to Postfix's smtp-sink: once the first days are forgotten, neither the
# file nor the memory nor the log grows.
part_days() {
  local port
  port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  "${DIGEST_SMTP_SINK:-smtp-sink}" $([ "$(id -u)" = 0 ] && echo -u nobody) "127.0.0.1:$port" 100 2>>"$folder/log" &
  sink=$!
  dotnet run -c Release --project "$here/../Digest.Benchmarks" -- days --subscribers "${READERS:-2000}" --days "${DAYS:-400}" --port "$port" \
    >"$folder/days.json" 2>>"$folder/log"
  local code=$?
  note "$("$python" -c 'import json, sys; told = json.load(open(sys.argv[1])); print({k: v for k, v in told.items() if k != "readings"}, *told["readings"][::5], sep="\n      ")' "$folder/days.json")"
  check "file, memory and log stop growing" [ $code = 0 ]
}
