# Reports of failed mails by the ten thousand, in one mbox, read twice: each counts once, in memory that does not grow with their number.
part_bounces() { judge bounces.py "$exe" "${REPORTS:-50000}"; }
