package decode

const (
	msgTooLarge  = "the resource is larger than 2 GiB"
	msgNested    = "array inside an array"
	msgType      = "the resourceType is no string"
	msgPrimitive = "an object has a companion under an underscore key, which only primitives have"
	msgCompanion = "want an object of id and extensions, an array of such, or null"
)
