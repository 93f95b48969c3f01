// Package registry keeps compiled views under their names, for services that are asked for views all day.
//
//	views, err := registry.New(ctx, []registry.Source{registry.Starter(), registry.Folder("/etc/views")}, nil)
//	plan, err := views.Plan("patients")
//	go views.Watch(ctx, 0)
//
// Views come from sources: folders, any [fs.FS], a server. A source that stands later in the call overrides those before
// it. Each view is compiled once and handed out as an immutable plan; what does not compile is a [Problem] and hides
// nothing else.
//
// Plans are looked up without a lock, so a reload never holds up a request, and a request never sees half of a reload. A
// view that no longer compiles keeps its last good plan. A view whose text has not changed keeps its very plan, so
// whatever was derived from it stays valid.
//
// How a name is resolved and how versions are ordered is said at [Registry.Plan].
package registry
