# Templates that nobody would write, a hundred thousand of them: none crashes, hangs for a second or eats memory.
part_templates() {
  local count=${TEMPLATES:-100000} seed=${SEED:-$RANDOM} told
  told=$(TEMPLATES=$count SEED=$seed timeout "${TEMPLATES_SECONDS:-3000}" dotnet test -c Release "$here/../Digest.Templating.Tests" \
    --filter FullyQualifiedName~MadeTemplatesTests --logger "console;verbosity=detailed" 2>&1)
  local code=$?
  echo "$told" >>"$folder/log"
  check "$count templates from number $seed on: $(grep -o '[0-9]* rendered.*' <<<"$told" | head -1)" [ $code = 0 ]
}
