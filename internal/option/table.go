package option

// Forms that several options have.
const (
	formTruth    = "true or false"
	formDuration = "a duration above 0 such as 500ms, 30s or 5m"
	formSwitched = formDuration + ", or off"
	formSize     = "a size above 0 such as 512KiB, 64MiB or 1GiB, or in bytes"
	formCount    = "a whole number from 1"
	formFile     = "the path of a file"
)

// Table has all options, in the order of the documentation. It is never changed.
var Table = append(service, command...)

var service = []Option{
	{Key: "server", Form: "the base URL of a FHIR server", Default: "none", About: "the FHIR server, such as `https://example.org/fhir`"},
	{Key: "listen", Form: "an address such as localhost:8080 or :80", Default: "localhost:8080", About: "where the service itself answers"},
	{Key: "views", Form: "the path of a folder", Default: "none", About: "folder of ViewDefinitions"},
	{
		Key: "fhir_version", Form: "R4, R4B, R5 or R6, or a version such as 4.0.1", Default: "each view's fhirVersion, else R4",
		About: "FHIR release that the data is of",
	},

	{Key: "auth.token", Flag: "token-env", Form: "a token", Default: "none", Secret: true, Credential: true, About: "bearer token that never changes"},
	{
		Key: "auth.token_file", Flag: "token-file", Form: formFile, Default: "none", Credential: true,
		About: "file with the bearer token; read again for each request, so it may be replaced",
	},
	{Key: "auth.user", Flag: "auth-basic-env", Form: "a name without a colon", Default: "none", Credential: true, About: "user's name for basic authentication"},
	{Key: "auth.password", Flag: "auth-basic-env", Form: "a password", Default: "none", Secret: true, Credential: true, About: "password of that user"},
	{Key: "auth.password_file", Form: formFile, Default: "none", Credential: true, About: "file with the password; read once"},
	{Key: "smart.client_id", Flag: "auth-smart-client-id", Form: "the client's id", Default: "none", Credential: true, About: "id of a client of SMART Backend Services"},
	{
		Key: "smart.key_file", Flag: "auth-smart-key", Form: "the path of a PEM or JWK file", Default: "none", Credential: true,
		About: "private key of that client; read once; RSA signs RS384, P-384 signs ES384",
	},
	{
		Key: "smart.key_id", Flag: "auth-smart-key-id", Form: "a key's id", Default: "none", Credential: true,
		About: "which key of a key set to use; needed only where there are several",
	},
	{
		Key: "smart.token_url", Flag: "auth-smart-token-url", Form: "an absolute URL", Default: "none", Credential: true,
		About: "where tokens are asked for; by default the server is asked for the place",
	},
	{
		Key: "smart.scopes", Flag: "auth-smart-scopes", Form: "scopes with spaces between; in the file also an array", Default: "system/*.read; for uploads of the command system/*.write",
		List: " ", Credential: true, About: "the rights to ask for",
	},
	{
		Key: "smart.key_set_url", Form: "an absolute URL", Default: "none", Credential: true,
		About: "where the public key can be fetched, for servers that ask for it",
	},

	{Key: "client.max_in_flight", Flag: "max-in-flight", Form: formCount + " to 100", Default: "100", About: "how many requests are under way at most"},
	{Key: "client.fixed", Form: formTruth, Default: "false", About: "keep max_in_flight requests under way, rather than as many as the server is seen to bear"},
	{Key: "client.attempts", Form: formCount + " to 10", Default: "3", About: "how often a request is sent at most, where a repeat can do no harm"},
	{Key: "client.rate", Form: "a number above 0", Default: "no limit", About: "how many requests are sent in a second at most"},
	{Key: "client.pause", Flag: "pause", Of: "upload", Form: formDuration, Default: "none", About: "least time between the starts of two requests"},
	{Key: "client.timeout", Flag: "timeout", Form: formDuration, Default: "2m", About: "how long to wait for the head of an answer"},
	{Key: "client.idle_timeout", Form: formDuration, Default: "1m", About: "how long to wait for the next bytes of an answer"},
	{Key: "client.max_bundle", Form: formSize, Default: "256MiB", About: "how long a page of a search may be"},
	{
		Key: "client.header", Flag: "header", Form: "Name: value, a line each; in the file also an array; without credentials", Default: "none",
		List: "\n", About: "headers to send with every request, such as a tenant's name",
	},
	{
		Key: "client.rebase_next", Flag: "rebase-next", Of: "run", Form: formTruth, Default: "false",
		About: "follow links to further pages that name another origin at the server's own address",
	},

	{Key: "runner.sequential", Form: formTruth, Default: "false", About: "evaluate one resource after the other"},
	{Key: "runner.batch_size", Form: formCount + ", or auto", Default: "10", About: "how many resources a worker evaluates at a time"},
	{Key: "runner.page_size", Form: formCount, Default: "500", About: "how many resources to ask for in a page of a search (`_count`)"},
	{Key: "runner.timeout", Form: formDuration, Default: "none", About: "how long fetching and evaluating a table may take"},
	{Key: "runner.max_failures", Form: formCount, Default: "no limit", About: "how many resources may fail before the table does"},
	{Key: "runner.cache_ttl", Form: formSwitched, Default: "5m", About: "how long a table is served from the cache"},
	{Key: "runner.cache_entries", Form: formCount, Default: "256", About: "how many tables the cache holds at most"},
	{Key: "runner.cache_bytes", Form: formSize, Default: "64MiB", About: "how much memory the cache takes at most"},
	{
		Key: "runner.stale_while_revalidate", Form: formDuration, Default: "not at all",
		About: "how long past its time a table is still served while a new one is fetched",
	},
	{Key: "runner.cache_truncated", Form: formTruth, Default: "false", About: "keep tables in the cache that the server did not send all of"},
	{Key: "runner.slow_run", Form: formSwitched, Default: "500ms", About: "from when on a run is logged as slow"},
}

// command has the options of the command alone. It reads their values as those of its flags.
var command = []Option{
	{Key: "search.param", Flag: "param", Of: "run", Command: true, Form: "K=V or Type?K=V, a line each", Default: "none", List: "\n", About: "search parameters"},
	{Key: "search.max_pages", Flag: "max-pages", Of: "run", Command: true, Form: "a whole number; 0 is all", Default: "all", About: "pages of a search at most"},
	{Key: "upload.concurrency", Flag: "concurrency", Of: "upload", Command: true, Form: "auto, or a number from 1 to 100", Default: "auto", About: "requests under way"},
	{Key: "upload.method", Flag: "method", Of: "upload", Command: true, Form: "put, create or batch", Default: "put", About: "how a resource is written"},
	{Key: "upload.batch_size", Flag: "batch-size", Of: "upload", Command: true, Form: formCount, Default: "100", About: "resources in a batch"},
	{Key: "upload.identifier", Flag: "identifier", Of: "upload", Command: true, Form: "a system", Default: "none", About: "for conditional creates"},
	{Key: "upload.journal", Flag: "journal", Of: "upload", Command: true, Form: formFile, Default: "none", About: "notes what is done, so that the same command continues from there"},
	{Key: "upload.failed", Flag: "failed", Of: "upload", Command: true, Form: formFile, Default: "none", About: "gets the resources that the server certainly did not take"},
	{Key: "upload.unknown", Flag: "unknown", Of: "upload", Command: true, Form: formFile, Default: "none", About: "gets the resources that it may have taken or not"},
	{Key: "upload.report", Flag: "report", Of: "upload", Command: true, Form: formFile, Default: "none", About: "gets the reasons"},
	{Key: "upload.max_failures", Flag: "max-failures", Of: "upload", Command: true, Form: "a whole number; 0 is no limit", Default: "no limit", About: "failures after which an upload stops"},
	{Key: "upload.no_check", Flag: "no-check", Of: "upload", Command: true, Form: formTruth, Default: "false", About: "write without a look at the server's /metadata"},
	{Key: "upload.unwrap", Flag: "unwrap", Of: "upload", Command: true, Form: formTruth, Default: "false", About: "write the entries of transactions and batches one by one"},
	{Key: "upload.check_references", Flag: "check-references", Of: "upload", Command: true, Form: "input or server", Default: "none", About: "where the targets of all references have to be before anything is sent"},
}
