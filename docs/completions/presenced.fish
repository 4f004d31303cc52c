# Completion of presenced for fish. Install it as /usr/share/fish/vendor_completions.d/presenced.fish; or try it:
# source docs/completions/presenced.fish
#
# Commands and options are read from --help, so they are always those of the installed program.

function __presenced_choices
    set -l words (commandline -opc)
    set -l command
    set -l skip 0
    for word in $words[2..-1]
        if test $skip = 1
            set skip 0
        else if test $word = --config
            set skip 1
        else if not string match -q -- '-*' $word
            set command $word
            break
        end
    end
    switch $words[-1]
        case --config --token-file --app-token-file --ca-file
            __fish_complete_path (commandline -ct)
            return
        case --directory
            __fish_complete_directories (commandline -ct)
            return
        case --workspace --user --api-url
            return
    end
    if test -z "$command"; and not string match -q -- '-*' (commandline -ct)
        presenced --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'
    else
        presenced $command --help 2>/dev/null | grep -oE '^  (-[a-zA-Z],)?--[a-z-]+' | grep -oE -- '--.*'
        if test -n "$command"; and test "$command" != setup
            echo --config
        end
    end
end

complete -c presenced -f -a '(__presenced_choices)'
