// Package direct is the fast way from the text of a resource to the frames of its rows. It reads the text once and walks
// the tree of paths meanwhile: what paths come to is put into frames as it is read, and a node is made for nothing else.
//
// It does what is usual, and may always say no. At anything else (a key that comes twice, a value of another kind, an array
// in the wrong place, a mistake) it gives up, and nothing is lost but time: the plain way decodes the resource into nodes
// and walks these, and tells what there is to tell. So the fast way has no errors of its own, and has to agree with the
// plain way on nothing but what it finds.
//
// What it knows beforehand is which keys come in which order (objectKeys), and for each key what to do with what is below
// it (action): the steps of all paths have been followed when the key was learned, so that decoding asks for no name and
// no type. An action is of one of these kinds:
//
//   - skip: nobody reads it.
//   - enter: objects are only gone through, on the way to what is below them.
//   - put: elements are put into places of frames, or have frames made for them, and paths may go on below them.
//   - build: what happens to an element depends on what is below it, in ways that cannot be foreseen. It is decoded as the
//     plain way does, and the paths are walked from its node.
//   - keep: something else than paths reads it (a where, a function, a column that is a collection). It is decoded as the
//     plain way does, and linked to the node of the object that it is in; paths are walked from its node.
//   - late: what belongs to the element stands under two keys (birthDate and _birthDate). It arrives at the end of the
//     object.
//
// An element that is put may be on trial: it is read as if it passed filters by a text that stands somewhere in it, and what
// it does not pass for is taken back.
//
// The loop over the members of an object is written twice, here and in package decode, for frames and for nodes: to serve
// both with one took more time than what it does.
package direct
