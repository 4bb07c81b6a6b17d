# shellcheck shell=bash
# bash completion for first-room: /usr/share/bash-completion/completions/first-room

_first_room() {
  local word=${COMP_WORDS[COMP_CWORD]} words=''
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    words='check link invite apply update rollback restart logs backup restore uninstall version help'
  else
    case ${COMP_WORDS[1]} in
      check) words='--json --slow' ;;
      link) words='--host' ;;
      invite) words='--room --role --hours --name' ;;
      restart) words='--now' ;;
      logs) words='livekit token nginx -f -n' ;;
      uninstall) words='--purge --yes' ;;
      apply | rollback) words='--turn --certificate --before-dns --dry-run --overwrite' ;;
      update)
        words=$(find /opt/first-room/releases -mindepth 1 -maxdepth 1 -type d ! -name '*.unfinished' -printf '%f ' 2> /dev/null)
        mapfile -t COMPREPLY < <(compgen -f -X '!*.tar.gz' -- "$word")
        ;;
      restore) mapfile -t COMPREPLY < <(compgen -f -X '!*.tar.gz' -- "$word") ;;
    esac
  fi
  local -a found
  mapfile -t found < <(compgen -W "$words" -- "$word")
  COMPREPLY+=("${found[@]}")
}
complete -o filenames -F _first_room first-room
