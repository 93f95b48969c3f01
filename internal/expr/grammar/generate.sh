#!/bin/sh
# Generates the lexer and parser of this folder from FHIRPath.g4.
#
# Needs java (11 or newer), npm with access to its registry, sha256sum and tar. ANTLR's jar is taken from the npm
# package antlr4ng-cli, because registries of Go modules have none; it is checked against the sum below, so that
# the output only changes when the grammar or this script does.
set -eu

package=antlr4ng-cli@2.0.0
jar=antlr4-4.13.2-SNAPSHOT-complete.jar
sum=156a885bdaf847601d4b0350185dfaa5c4aee36c9a9c4c1632c31b0381360d39

cd "$(dirname "$0")"
for tool in java npm sha256sum tar; do
    command -v "$tool" >/dev/null || {
        echo "generate.sh: $tool is not installed" >&2
        exit 1
    }
done

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

(cd "$tmp" && npm pack --silent "$package" >/dev/null && tar xzf ./*.tgz "package/$jar")
echo "$sum  $tmp/package/$jar" | sha256sum --check --quiet

java -jar "$tmp/package/$jar" -Dlanguage=Go -no-visitor -no-listener -package grammar -Werror -o "$tmp/out" FHIRPath.g4
rm -f fhirpath_*.go
cp "$tmp"/out/fhirpath_lexer.go "$tmp"/out/fhirpath_parser.go .
