package archtest

// rule says what the packages that match may import of this module and of others. Standard library packages are free
// to all, and so are the imports of test files.
type rule struct {
	// packages is a path inside the module, "." for its root. One that ends in /... stands for all packages below it
	// that have no rule of their own.
	packages string
	// own lists paths inside the module, separated by spaces. One that ends in /... stands for all packages below it;
	// the word public stands for every package that other modules could import.
	own string
	// modules lists import paths of other modules, separated by spaces; each allows the packages below it too.
	modules string
}

// Other modules, by the name under which they stand in the table.
const (
	antlr      = "github.com/antlr4-go/antlr/v4"
	arrow      = "github.com/apache/arrow-go/v18/arrow"
	cobra      = "github.com/spf13/cobra github.com/spf13/pflag"
	cpu        = "golang.org/x/sys/cpu"
	compress   = "github.com/klauspost/compress"
	doublestar = "github.com/bmatcuk/doublestar/v4"
	errgroup   = "golang.org/x/sync/errgroup"
	goCmp      = "github.com/google/go-cmp"
	jose       = "github.com/go-jose/go-jose/v4"
	jsontext   = "github.com/go-json-experiment/json/jsontext"
	lru        = "github.com/hashicorp/golang-lru/v2"
	oauth2     = "golang.org/x/oauth2"
	parquet    = "github.com/parquet-go/parquet-go/encoding github.com/parquet-go/parquet-go/format github.com/parquet-go/parquet-go/deprecated"
	otel       = "go.opentelemetry.io/otel/attribute go.opentelemetry.io/otel/metric"
	prometheus = "github.com/prometheus/client_golang/prometheus go.opentelemetry.io/otel/exporters/prometheus"
	rate       = "golang.org/x/time/rate"
	term       = "golang.org/x/term"
	ucum       = "github.com/iimos/ucum"
	uniseg     = "github.com/rivo/uniseg"
	googleFHIR = "github.com/google/fhir/go"
	protobuf   = "google.golang.org/protobuf"
)

// rules is ordered as data flows: from the type model through decoding, expressions and views to sources, sinks, the
// runner and the command.
var rules = []rule{
	// Expressions. The tables of the model are a leaf, and so is the scanner of JSON text; the decoder knows types; values are
	// made of decoded nodes.
	{packages: "internal/tables"},
	{packages: "fhirpath/model", own: "internal/tables"},
	{packages: "fhirpath/model/...", own: "fhirpath/model internal/tables"},
	{packages: "internal/label"},
	{packages: "internal/jsonscan", modules: jsontext + " " + cpu},
	{packages: "internal/projection", own: "fhirpath/model internal/tables"},
	{packages: "internal/projection/projectiontest", own: "fhirpath/model internal/projection"},
	{packages: "internal/nodes", own: "fhirpath/model internal/projection"},
	{packages: "internal/decode", own: "fhirpath/model internal/jsonscan internal/nodes internal/projection"},
	{
		packages: "fhirpath/resource",
		own:      "fhirpath/model internal/decode internal/jsonscan internal/label internal/nodes internal/projection",
		modules:  jsontext,
	},
	{packages: "internal/decimal"},
	{packages: "internal/system", own: "internal/decimal"},
	{packages: "fhirpath/value", own: "internal/decimal internal/label internal/nodes internal/system internal/tables fhirpath/model fhirpath/resource"},
	{packages: "internal/values", own: "internal/decimal internal/nodes internal/system fhirpath/model fhirpath/resource fhirpath/value"},

	// Paths are walked from nodes, or straight from the text.
	{packages: "internal/paths", own: "fhirpath/model fhirpath/resource fhirpath/value internal/nodes internal/projection"},
	{
		packages: "internal/direct",
		own: "fhirpath/model fhirpath/resource " +
			"internal/decode internal/jsonscan internal/nodes internal/paths internal/projection",
	},

	// The compiler of expressions: text to tree to plan. Only the parser knows ANTLR's generated code. Of the releases,
	// it and viewdef import R4 alone, the default of their options; the others come from callers.
	{packages: "internal/expr/ast"},
	{packages: "internal/expr/grammar", modules: antlr},
	{packages: "internal/expr/parse", own: "internal/expr/ast internal/expr/grammar", modules: antlr},
	{packages: "internal/expr/plan", own: "internal/decimal internal/decode internal/nodes internal/projection internal/system internal/tables internal/values internal/expr/ast internal/paths fhirpath/model fhirpath/resource fhirpath/value"},
	{packages: "internal/expr/funcs", own: "internal/decimal internal/nodes internal/system internal/values internal/expr/plan fhirpath/model fhirpath/resource fhirpath/value"},
	{
		packages: "internal/expr/check",
		own: "internal/expr/ast internal/expr/funcs internal/expr/plan internal/paths internal/projection internal/spelling internal/tables internal/values " +
			"fhirpath/model fhirpath/resource fhirpath/value",
	},
	{
		packages: "internal/expr",
		own: "internal/expr/ast internal/expr/check internal/expr/funcs internal/expr/parse internal/expr/plan " +
			"internal/direct internal/nodes internal/paths internal/projection internal/spelling fhirpath/model fhirpath/model/r4 fhirpath/resource fhirpath/value",
		modules: lru,
	},
	// What others than this module get of it.
	{packages: "fhirpath", own: "internal/expr fhirpath/model fhirpath/resource fhirpath/value"},
	{packages: "fhirpath/terminology"},
	{packages: "fhirpath/fhirproto", own: "fhirpath/model/... fhirpath/resource internal/nodes internal/projection", modules: googleFHIR + " " + protobuf},

	// Views. Rows are a leaf, so that a sink knows nothing of FHIRPath.
	{packages: "viewdef/row", own: "internal/label"},
	{packages: "internal/schema", own: "internal/typed viewdef/row"},
	{packages: "internal/typed", own: "internal/decimal internal/system viewdef/row"},
	{
		packages: "viewdef",
		own: "fhirpath fhirpath/model fhirpath/model/r4 fhirpath/resource fhirpath/value " +
			"internal/bytescan internal/decimal internal/decode internal/direct internal/expr internal/jsonscan internal/nodes internal/projection " +
			"internal/spelling internal/system internal/tables internal/typed viewdef/row",
	},
	{packages: "viewdef/registry", own: "fhirpath internal/files internal/spelling viewdef"},

	// Input, output, and what drives it all. The files that people name are found and read in one way by all.
	{packages: "internal/files", modules: doublestar},
	{packages: "internal/outfile", modules: compress},
	{packages: "internal/intake"},
	{packages: "internal/prefetch"},
	{packages: "runner/source", own: "internal/bytescan internal/files internal/intake internal/jsonscan internal/label internal/prefetch", modules: compress + " " + lru},
	{packages: "runner/sink", own: "viewdef/row", modules: cpu + " " + uniseg},
	{packages: "internal/parquet", modules: compress + " " + parquet},
	{packages: "runner/sink/arrow", own: "internal/typed runner/sink viewdef/row", modules: arrow},
	{packages: "runner/sink/parquet", own: "internal/outfile internal/parquet internal/typed runner/sink viewdef/row"},
	{packages: "runner/sink/sinktest", own: "runner/sink viewdef/row", modules: goCmp},
	{packages: "runner/internal/blocks", own: "runner/source", modules: errgroup},
	{packages: "runner/internal/answers", modules: lru + " " + otel},
	{
		packages: "runner",
		own:      "fhirpath internal/decode internal/intake internal/label runner/internal/answers runner/internal/blocks runner/sink runner/source viewdef viewdef/row",
		modules:  lru + " " + otel,
	},
	{packages: "runner/viewtest", own: "fhirpath/model fhirpath/value internal/decimal internal/files runner runner/source viewdef viewdef/row"},
	// The client knows HTTP only: no package of the engine, so that neither drags the other along.
	{packages: "fhirclient/internal/fhir", own: "internal/jsonscan", modules: jsontext},
	{packages: "fhirclient/internal/guard"},
	{packages: "fhirclient/internal/host"},
	{packages: "fhirclient/internal/inside"},
	{packages: "fhirclient/internal/clienttest"},
	{
		packages: "fhirclient",
		own:      "fhirclient/internal/fhir fhirclient/internal/guard fhirclient/internal/host fhirclient/internal/inside internal/files internal/label",
		modules:  compress + " " + jose + " " + oauth2 + " " + otel + " " + rate,
	},
	{packages: "fhirclient/upload", own: "fhirclient fhirclient/internal/fhir fhirclient/internal/inside internal/label", modules: jsontext},

	// Knows both the runner and the client, which do not know each other.
	{packages: "internal/option"},
	{packages: "settings", own: "fhirclient fhirpath/model/... internal/files internal/option internal/spelling runner"},

	// Programs, and what only this repository uses.
	{packages: "cmd/fhirview", own: "internal/cli"},
	{packages: "internal/cli", own: "public internal/conformance internal/decimal internal/decode internal/files internal/intake internal/jsonscan internal/option internal/outfile internal/prefetch internal/projection internal/schema internal/spelling", modules: cobra + " " + term},
	{packages: "internal/archtest"},
	{packages: "internal/bytescan", modules: cpu},
	{packages: "internal/bench", own: "public internal/synth"},
	{packages: "internal/bench/cmd/builds", own: "internal/bench", modules: compress},
	{packages: "internal/bench/cmd/scale"},
	{packages: "internal/bench/peers/cmd/peers"},
	{packages: "internal/conformance", own: "public internal/decimal"},
	{packages: "internal/faultserver"},
	{packages: "internal/judges"},
	{packages: "internal/spelling"},
	{packages: "internal/genmodel", own: "fhirpath/model internal/genmodel/layout internal/tables"},
	{packages: "internal/genmodel/layout", own: "fhirpath/model internal/tables"},
	{packages: "internal/synth"},
	{packages: "internal/synth/cmd/synth", own: "internal/synth"},
	{packages: "examples/...", own: "public"},
	{packages: "examples/service", own: "public", modules: prometheus + " go.opentelemetry.io/otel/sdk/metric"},
	{packages: "examples/portal", own: "public examples/portal/internal/demo"},
	{packages: "examples/portal/internal/demo", own: "internal/synth"},
}
