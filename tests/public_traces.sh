#!/bin/sh
# SPDX-FileCopyrightText: 2026 The salle authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# traces.sh plant: what somebody can leave on the public account, one line "name" per kind.
# traces.sh look: those that can be found again.
# Run as root on a practice machine; $SESSION is how a command is run inside the account's session.
home=/home/public
uid=2000

theirs() { # path: a file of theirs, with the canary in it
  mkdir -p "$(dirname "$1")"
  echo CANARY >"$1"
  chown -h public: "$1"
}

in_home="letter:Documents/lettre.odt hidden:.cache/secret history:.mozilla/firefox/x.default/places.sqlite
cookie:.mozilla/firefox/x.default/cookies.sqlite password:.mozilla/firefox/x.default/logins.json
keyring:.local/share/keyrings/login.keyring recent:.local/share/recently-used.xbel
trash:.local/share/Trash/files/jeté autostart:.config/autostart/x.desktop
clipboard:.cache/xfce4/clipman/textsrc printed:.cups/lpoptions"
elsewhere="tmp:/tmp/theirs var_tmp:/var/tmp/theirs/inner shm:/dev/shm/theirs lock:/run/lock/theirs
crontab:/var/spool/cron/crontabs/public at:/var/spool/cron/atjobs/a00001019 mail:/var/mail/public
crash:/var/crash/_usr_bin_vlc.2000.crash lightdm:/var/lib/lightdm-data/public/state"
of_root="accounts:/var/lib/AccountsService/users/public picture:/var/lib/AccountsService/icons/public
coredump:/var/lib/systemd/coredump/core.vlc.2000.0123456789abcdef0123456789abcdef.9.1700000000000000.zst"

plant() {
  for one in $in_home; do
    theirs "$home/${one#*:}"
    echo "${one%%:*}"
  done
  for one in $elsewhere; do
    theirs "${one#*:}"
    echo "${one%%:*}"
  done
  chown -R public: $home /var/tmp/theirs
  for one in $of_root; do
    mkdir -p "$(dirname "${one#*:}")"
    echo CANARY >"${one#*:}"
    echo "${one%%:*}"
  done
  mkdir -p /var/spool/cups /etc/NetworkManager/system-connections
  printf 'job-originating-user-name\000\006publicCANARY' >/var/spool/cups/c00007
  echo CANARY >/var/spool/cups/d00007-001
  printf '[connection]\npermissions=user:public:;\n[wifi-security]\npsk=CANARY\n' \
    >/etc/NetworkManager/system-connections/theirs.nmconnection
  echo print_job network
  as_them 'ipcmk -M 4096 && ipcmk -S 1 && ipcmk -Q' >/dev/null
  echo shared_memory semaphore message_queue
  as_them 'setsid nohup sleep 7777 >/dev/null 2>&1 & exit 0'
  as_them 'setsid nohup sh -c "trap : TERM HUP; while :; do sleep 7776; done" >/dev/null 2>&1 & exit 0'
  echo program stubborn_program
  as_them 'mkdir -p ~/.config/systemd/user/default.target.wants
    printf "[Service]\nExecStart=/bin/sleep 7775\n[Install]\nWantedBy=default.target\n" >~/.config/systemd/user/theirs.service
    systemctl --user daemon-reload && systemctl --user enable -q --now theirs.service'
  echo user_service
  loginctl enable-linger public
  echo linger
  as_them 'echo CANARY | systemd-cat'
  echo journal
  as_them 'mkdir -p ~/mount ~/bind; ln -s /home/salle ~/link_out; ln -s / ~/link_root; touch -- "-rf *"; python3 -c "open(b\"odd\\n\\xff\", \"w\")"'
  mount -t tmpfs theirs $home/mount
  echo CANARY >$home/mount/inside
  mount --bind /home/salle/kept $home/bind
  echo mount bind link_out link_root odd_name
  as_them 'truncate -s 20G ~/sparse; fallocate -l 200M ~/huge'
  echo sparse huge
  if as_them "python3 -c '$immutable' ~/huge" 2>/dev/null; then
    echo "the account may make a file immutable" >&2
    exit 1
  fi
  theirs $home/immutable
  hold $home/immutable
  theirs /var/tmp/immutable
  hold /var/tmp/immutable
  echo immutable immutable_elsewhere
  as_them 'python3 -c "
import os
os.makedirs(os.path.expanduser(\"~/many\")); os.chdir(os.path.expanduser(\"~/many\"))
for folder in range(100):
    os.mkdir(str(folder))
    for file in range(1000):
        open(f\"{folder}/{file}\", \"w\").close()
os.chdir(os.path.expanduser(\"~\"))
for _ in range(500):
    os.mkdir(\"deep\"); os.chdir(\"deep\")
"'
  echo many deep
}

# what chattr +i does; not every machine has it (ioctl_iflags(2))
immutable='import fcntl, struct, sys; fcntl.ioctl(open(sys.argv[1]), 0x40086602, struct.pack("l", 0x10))'

# where the file system has no such flag, the file is a trace like others
hold() { python3 -c "$immutable" "$1" 2>/dev/null || echo "no immutable flag here: $1" >&2; }

as_them() { eval "$SESSION" sh -c '"cd; $1"'; }

look() {
  for one in $in_home; do [ ! -e "$home/${one#*:}" ] || echo "${one%%:*}"; done
  for one in $elsewhere $of_root; do [ ! -e "${one#*:}" ] || echo "${one%%:*}"; done
  for one in mount bind link_out link_root sparse huge immutable many deep; do
    [ ! -e "$home/$one" ] && [ ! -L "$home/$one" ] || echo "$one"
  done
  [ "$(find $home -maxdepth 1 -name '*odd*')" = "" ] || echo odd_name
  [ ! -e /var/tmp/immutable ] || echo immutable_elsewhere
  [ ! -e /var/spool/cups/c00007 ] && [ ! -e /var/spool/cups/d00007-001 ] || echo print_job
  [ ! -e /etc/NetworkManager/system-connections/theirs.nmconnection ] || echo network
  [ ! -e /var/lib/systemd/linger/public ] || echo linger
  for kind in shm sem msg; do # a program that runs may share memory, with another that is attached to it
    awk -v uid=$uid 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
      NR > 1 && $at["cuid"] == uid && !("nattch" in at && $at["nattch"] > 0) { exit 9 }' \
      /proc/sysvipc/$kind || echo "$kind"
  done
  for seconds in 7777 7776 7775; do ! pgrep -f "sleep $seconds" >/dev/null || echo "program_$seconds"; done
  ! grep -q /home/public/ /proc/self/mountinfo || echo mounted
  ! runuser -u public -- journalctl -q --no-pager 2>/dev/null | grep -q CANARY || echo journal
  # and whatever was not thought of: the words themselves, and anything of that number
  grep -rlsF CANARY /home /tmp /var /etc /run/lock /run/user /dev/shm | grep -v '^/var/log/journal' | sed 's/^/canary:/'
  find / -xdev -uid $uid ! -path '/home/public*' ! -path '/proc/*' ! -path '/tmp/*' ! -path /var/lib/lightdm-data/public | sed 's/^/owned:/'
}

"$1"
