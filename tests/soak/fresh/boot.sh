# boot.sh ROOT: in mount, IPC, PID and cgroup namespaces of its own, makes ROOT a system's root and becomes its systemd.
set -e
root=$1
mount --bind "$root" "$root"
cd "$root"
mount -t proc proc proc
mount --bind proc/sys proc/sys && mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do touch dev/$device; mount --bind /dev/$device dev/$device; done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mkdir -p mnt/before
pivot_root . mnt/before # units with folders or credentials of their own need a root that is a mount, and shared
exec env -i container=soak PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c 'umount -l /mnt/before; mount --make-rshared /; exec /lib/systemd/systemd --show-status=no'
