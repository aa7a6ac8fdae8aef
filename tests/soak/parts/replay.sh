# The lists of the month part, for a thousand readers of every kind, lived through twice inside one process: no paper twice
# to anyone, slots filled, quiet days quiet, and the second time gives the same issues.
part_replay() {
  [ -d "${DIGEST_DATA:-}/hf-daily" ] || { fail "DIGEST_DATA does not name the folder of data"; return; }
  dotnet run -c Release --project "$here/../Digest.Benchmarks" -- replay "$DIGEST_DATA/hf-daily" "${READERS:-1000}" >"$folder/replay.json" 2>>"$folder/log"
  local code=$?
  check "$(tr -d '\n' <"$folder/replay.json")" [ $code = 0 ]
}
