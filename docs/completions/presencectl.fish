# Completion of presencectl for fish. Install it as /usr/share/fish/vendor_completions.d/presencectl.fish; or try it:
# source docs/completions/presencectl.fish
#
# Commands and options are read from --help, so they are always those of the installed program.

# __presencectl_help [COMMAND]: a line for each word of the help: its kind, itself, the type of its value, its meaning.
function __presencectl_help
    presencectl $argv --help 2>/dev/null | awk -F '  +' '
        /^[A-Z][a-z]+:$/ { kind = $0 }
        /^$/ { kind = "" }
        kind != "" && /^  [^ ]/ {
            words[2] = ""
            split($2, words, /[ =:]/)
            count = split(words[1], names, ",")
            about = $3
            if (about == "") { getline; about = $2 }
            for (i = 1; i <= count; ++i) printf "%s\t%s\t%s\t%s\n", kind, names[i], words[2], about
        }'
end

# All facets: log takes every one, and its --help lists them.
function __presencectl_facets
    presencectl log --help 2>/dev/null | awk -F '  +' '$2 ~ /^--facet / { sub(/ \(.*/, "", $3); gsub(/,| or /, " ", $3); print $3 }' | string split -n " "
end

# What WHO can be: groups, and people by their label or name if that is one plain word, else by their id.
function __presencectl_who
    presencectl $argv people -o jsonl 2>/dev/null | awk '
        function value(key) {
            if (!match($0, "\"" key "\":\"[A-Za-z0-9._-]+\"")) return ""
            return substr($0, RSTART + length(key) + 4, RLENGTH - length(key) - 5)
        }
        {
            who = value("label"); if (who == "") who = value("name"); if (who == "") who = value("user_id")
            print who
            if (!match($0, "\"groups\":\\\\[[^]]*\\\\]")) next
            count = split(substr($0, RSTART + 10, RLENGTH - 11), groups, ",")
            for (i = 1; i <= count; ++i)
                if (groups[i] ~ /^"[A-Za-z0-9._-]+"$/) print "@" substr(groups[i], 2, length(groups[i]) - 2)
        }' | sort -u
end

function __presencectl_values
    switch $argv[1]
        case FILE PROGRAM
            __fish_complete_path (commandline -ct)
        case FACET
            __presencectl_facets
        case ACTION
            printf '%s\n' add list revoke
        case ADDRESS
            echo 127.0.0.1:8420
        case CLOCK
            printf '%s\n' 09:00-17:00 13:00-17:00 22:00-06:00
        case COMMAND
            __presencectl_help | awk -F '\t' '$1 == "Commands:" { print $2 "\t" $4 }'
        case DAYS
            printf '%s\n' mon-fri sat,sun monday tuesday wednesday thursday friday saturday sunday
        case FORMAT
            printf '%s\n' table json jsonl csv
        case ADDRESS
            printf '%s\n' postgresql:///presenced
        case HISTORY
            printf '%s\n' (uname -n)=/var/lib/presenced/history.db
        case PERIOD
            printf '%s\n' hour day weekday week month year all
        case SOURCE
            printf '%s\n' first push resync audit sample expiry late
        case STATE
            printf '%s\n' active away unknown
        case SPAN
            printf '%s\n' 30s 5m 10m 1h
        case URL
            echo https://
        case TIME
            printf '%s\n' now today yesterday monday tuesday wednesday thursday friday saturday sunday -2h 3d
        case WHEN
            printf '%s\n' auto always never
        case WHO
            __presencectl_who $argv[2..-1]
        case ZONE
            echo UTC
            awk '!/^#/ { print $3 }' /usr/share/zoneinfo/zone1970.tab 2>/dev/null
    end
end

function __presencectl_type
    printf '%s\n' $argv[2..-1] | awk -F '\t' -v option=$argv[1] '$1 == "Options:" && $2 == option { print $3; exit }'
end

function __presencectl_complete
    set -l words (commandline -opc)
    set -l known (__presencectl_help)
    set -l command
    set -l database
    set -l place 0
    set -l i 2
    while test $i -le (count $words)
        set -l word $words[$i]
        switch $word
            case '-*=*'
            case '-*'
                set -l type (__presencectl_type $word $known)
                if test -n "$type"
                    set i (math $i + 1)
                    if test $i -gt (count $words)
                        __presencectl_values $type $database
                        return
                    end
                    test $word = --db; and set database --db $words[$i]
                end
            case '*'
                if test -z "$command"
                    set command $word
                    set -a known (__presencectl_help $command)
                else
                    set place (math $place + 1)
                end
        end
        set i (math $i + 1)
    end
    switch (commandline -ct)
        case '-*=*'
            set -l parts (string split -m 1 = -- (commandline -ct))
            printf "$parts[1]=%s\n" (__presencectl_values (__presencectl_type $parts[1] $known) $database)
        case '-*'
            printf '%s\n' $known | awk -F '\t' '$1 == "Options:" { print $2 "\t" $4 }'
        case '*'
            if test -z "$command"
                printf '%s\n' $known | awk -F '\t' '$1 == "Commands:" { print $2 "\t" $4 }'
            else
                __presencectl_values (printf '%s\n' $known | awk -F '\t' -v place=$place '
                    $1 == "Positionals:" { last = $2; if (place-- == 0) exit } END { print last }') $database
            end
    end
end

complete -c presencectl -f -a '(__presencectl_complete)'
