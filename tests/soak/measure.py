"""Runs a command and prints what it took: peak memory in KB, seconds.

    measure.py COMMAND…
"""
import resource, subprocess, sys, time

started = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, f"{time.monotonic() - started:.1f}")
sys.exit(code)
