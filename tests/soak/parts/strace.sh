# The ledger is on disk before a mail becomes the relay's: an fsync (or fdatasync) of the write-ahead log between 354 and the dot.
part_strace() {
  command -v strace >/dev/null || { fail "strace is not installed"; return; }
  start_sink
  prepare_samples
  local connections
  for connections in 1 4; do
    add_many 40 "s$connections-"
    Delivering__Connections=$connections strace -f -y -s 64 -o "$folder/trace.$connections" \
      -e trace=fdatasync,fsync,recvfrom,recvmsg,read,sendto,sendmsg,write \
      "$exe" send --at ${samples_day}T13:00:0${connections}Z >>"$folder/out" 2>>"$folder/log"
    note "$connections connections:"
    judge strace.py "$folder/trace.$connections" 40
  done
}
