// Code generated from FHIRPath.g4 by ANTLR 4.13.1. DO NOT EDIT.

package grammar // FHIRPath
import (
	"fmt"
	"strconv"
	"sync"

	"github.com/antlr4-go/antlr/v4"
)

// Suppress unused import errors
var _ = fmt.Printf
var _ = strconv.Itoa
var _ = sync.Once{}

type FHIRPathParser struct {
	*antlr.BaseParser
}

var FHIRPathParserStaticData struct {
	once                   sync.Once
	serializedATN          []int32
	LiteralNames           []string
	SymbolicNames          []string
	RuleNames              []string
	PredictionContextCache *antlr.PredictionContextCache
	atn                    *antlr.ATN
	decisionToDFA          []*antlr.DFA
}

func fhirpathParserInit() {
	staticData := &FHIRPathParserStaticData
	staticData.LiteralNames = []string{
		"", "'and'", "'as'", "'asc'", "'contains'", "'desc'", "'div'", "'false'",
		"'implies'", "'in'", "'is'", "'mod'", "'or'", "'true'", "'xor'", "",
		"'$this'", "'$index'", "'$total'", "'&'", "':'", "','", "'.'", "'='",
		"'~'", "'>'", "'>='", "'{'", "'['", "'<'", "'<='", "'('", "'-'", "'!='",
		"'!~'", "'%'", "'|'", "'+'", "'}'", "']'", "')'", "'/'", "'*'", "",
		"", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "'''", "'`'",
	}
	staticData.SymbolicNames = []string{
		"", "AND", "AS", "ASC", "CONTAINS", "DESC", "DIV", "FALSE", "IMPLIES",
		"IN", "IS", "MOD", "OR", "TRUE", "XOR", "UNIT", "THIS", "INDEX", "TOTAL",
		"AMPERSAND", "COLON", "COMMA", "DOT", "EQUAL", "EQUIVALENT", "GREATER",
		"GREATER_OR_EQUAL", "LBRACE", "LBRACKET", "LESS", "LESS_OR_EQUAL", "LPAREN",
		"MINUS", "NOT_EQUAL", "NOT_EQUIVALENT", "PERCENT", "PIPE", "PLUS", "RBRACE",
		"RBRACKET", "RPAREN", "SLASH", "STAR", "INTEGER", "LONG", "DECIMAL",
		"DATE", "DATETIME", "TIME", "STRING", "DELIMITED", "IDENTIFIER", "SPACE",
		"LINE_COMMENT", "BLOCK_COMMENT", "ZONED_TIME", "BAD_DATE", "BAD_VARIABLE",
		"DOUBLE_QUOTED", "OPEN_STRING", "OPEN_NAME", "OPEN_COMMENT", "UNKNOWN_CHARACTER",
	}
	staticData.RuleNames = []string{
		"source", "expression", "implication", "disjunction", "conjunction",
		"membership", "equality", "inequality", "union", "typeTest", "sum",
		"product", "signed", "path", "step", "index", "primary", "group", "empty",
		"external", "variable", "argumentList", "arguments", "argument", "instance",
		"fields", "field", "typeName", "literal", "number", "name", "memberName",
	}
	staticData.PredictionContextCache = antlr.NewPredictionContextCache()
	staticData.serializedATN = []int32{
		4, 1, 62, 274, 2, 0, 7, 0, 2, 1, 7, 1, 2, 2, 7, 2, 2, 3, 7, 3, 2, 4, 7,
		4, 2, 5, 7, 5, 2, 6, 7, 6, 2, 7, 7, 7, 2, 8, 7, 8, 2, 9, 7, 9, 2, 10, 7,
		10, 2, 11, 7, 11, 2, 12, 7, 12, 2, 13, 7, 13, 2, 14, 7, 14, 2, 15, 7, 15,
		2, 16, 7, 16, 2, 17, 7, 17, 2, 18, 7, 18, 2, 19, 7, 19, 2, 20, 7, 20, 2,
		21, 7, 21, 2, 22, 7, 22, 2, 23, 7, 23, 2, 24, 7, 24, 2, 25, 7, 25, 2, 26,
		7, 26, 2, 27, 7, 27, 2, 28, 7, 28, 2, 29, 7, 29, 2, 30, 7, 30, 2, 31, 7,
		31, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 2, 1, 2, 1, 2, 5, 2, 73, 8, 2, 10,
		2, 12, 2, 76, 9, 2, 1, 3, 1, 3, 1, 3, 5, 3, 81, 8, 3, 10, 3, 12, 3, 84,
		9, 3, 1, 4, 1, 4, 1, 4, 5, 4, 89, 8, 4, 10, 4, 12, 4, 92, 9, 4, 1, 5, 1,
		5, 1, 5, 5, 5, 97, 8, 5, 10, 5, 12, 5, 100, 9, 5, 1, 6, 1, 6, 1, 6, 5,
		6, 105, 8, 6, 10, 6, 12, 6, 108, 9, 6, 1, 7, 1, 7, 1, 7, 5, 7, 113, 8,
		7, 10, 7, 12, 7, 116, 9, 7, 1, 8, 1, 8, 1, 8, 5, 8, 121, 8, 8, 10, 8, 12,
		8, 124, 9, 8, 1, 9, 1, 9, 1, 9, 5, 9, 129, 8, 9, 10, 9, 12, 9, 132, 9,
		9, 1, 10, 1, 10, 1, 10, 5, 10, 137, 8, 10, 10, 10, 12, 10, 140, 9, 10,
		1, 11, 1, 11, 1, 11, 5, 11, 145, 8, 11, 10, 11, 12, 11, 148, 9, 11, 1,
		12, 5, 12, 151, 8, 12, 10, 12, 12, 12, 154, 9, 12, 1, 12, 1, 12, 1, 13,
		1, 13, 1, 13, 5, 13, 161, 8, 13, 10, 13, 12, 13, 164, 9, 13, 1, 14, 1,
		14, 1, 14, 3, 14, 169, 8, 14, 1, 14, 3, 14, 172, 8, 14, 1, 15, 1, 15, 1,
		15, 1, 15, 1, 16, 1, 16, 1, 16, 1, 16, 1, 16, 1, 16, 1, 16, 1, 16, 3, 16,
		186, 8, 16, 3, 16, 188, 8, 16, 1, 17, 1, 17, 1, 17, 1, 17, 1, 18, 1, 18,
		1, 18, 1, 19, 1, 19, 1, 19, 3, 19, 200, 8, 19, 1, 20, 1, 20, 1, 21, 1,
		21, 3, 21, 206, 8, 21, 1, 21, 1, 21, 1, 22, 1, 22, 1, 22, 5, 22, 213, 8,
		22, 10, 22, 12, 22, 216, 9, 22, 1, 23, 1, 23, 3, 23, 220, 8, 23, 1, 24,
		1, 24, 1, 24, 1, 24, 3, 24, 226, 8, 24, 1, 24, 1, 24, 1, 25, 1, 25, 1,
		25, 5, 25, 233, 8, 25, 10, 25, 12, 25, 236, 9, 25, 1, 26, 1, 26, 1, 26,
		1, 26, 1, 27, 1, 27, 1, 27, 3, 27, 245, 8, 27, 1, 28, 1, 28, 1, 28, 1,
		28, 1, 28, 1, 28, 1, 28, 1, 28, 3, 28, 255, 8, 28, 1, 29, 1, 29, 3, 29,
		259, 8, 29, 1, 30, 1, 30, 1, 31, 1, 31, 1, 31, 1, 31, 1, 31, 1, 31, 1,
		31, 1, 31, 1, 31, 3, 31, 272, 8, 31, 1, 31, 0, 0, 32, 0, 2, 4, 6, 8, 10,
		12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 42, 44, 46,
		48, 50, 52, 54, 56, 58, 60, 62, 0, 13, 2, 0, 12, 12, 14, 14, 2, 0, 4, 4,
		9, 9, 2, 0, 23, 24, 33, 34, 2, 0, 25, 26, 29, 30, 2, 0, 2, 2, 10, 10, 3,
		0, 19, 19, 32, 32, 37, 37, 3, 0, 6, 6, 11, 11, 41, 42, 2, 0, 32, 32, 37,
		37, 1, 0, 16, 18, 2, 0, 3, 3, 5, 5, 2, 0, 43, 43, 45, 45, 2, 0, 15, 15,
		49, 49, 4, 0, 2, 5, 9, 10, 15, 15, 50, 51, 286, 0, 64, 1, 0, 0, 0, 2, 67,
		1, 0, 0, 0, 4, 69, 1, 0, 0, 0, 6, 77, 1, 0, 0, 0, 8, 85, 1, 0, 0, 0, 10,
		93, 1, 0, 0, 0, 12, 101, 1, 0, 0, 0, 14, 109, 1, 0, 0, 0, 16, 117, 1, 0,
		0, 0, 18, 125, 1, 0, 0, 0, 20, 133, 1, 0, 0, 0, 22, 141, 1, 0, 0, 0, 24,
		152, 1, 0, 0, 0, 26, 157, 1, 0, 0, 0, 28, 165, 1, 0, 0, 0, 30, 173, 1,
		0, 0, 0, 32, 187, 1, 0, 0, 0, 34, 189, 1, 0, 0, 0, 36, 193, 1, 0, 0, 0,
		38, 196, 1, 0, 0, 0, 40, 201, 1, 0, 0, 0, 42, 203, 1, 0, 0, 0, 44, 209,
		1, 0, 0, 0, 46, 217, 1, 0, 0, 0, 48, 221, 1, 0, 0, 0, 50, 229, 1, 0, 0,
		0, 52, 237, 1, 0, 0, 0, 54, 241, 1, 0, 0, 0, 56, 254, 1, 0, 0, 0, 58, 256,
		1, 0, 0, 0, 60, 260, 1, 0, 0, 0, 62, 271, 1, 0, 0, 0, 64, 65, 3, 2, 1,
		0, 65, 66, 5, 0, 0, 1, 66, 1, 1, 0, 0, 0, 67, 68, 3, 4, 2, 0, 68, 3, 1,
		0, 0, 0, 69, 74, 3, 6, 3, 0, 70, 71, 5, 8, 0, 0, 71, 73, 3, 6, 3, 0, 72,
		70, 1, 0, 0, 0, 73, 76, 1, 0, 0, 0, 74, 72, 1, 0, 0, 0, 74, 75, 1, 0, 0,
		0, 75, 5, 1, 0, 0, 0, 76, 74, 1, 0, 0, 0, 77, 82, 3, 8, 4, 0, 78, 79, 7,
		0, 0, 0, 79, 81, 3, 8, 4, 0, 80, 78, 1, 0, 0, 0, 81, 84, 1, 0, 0, 0, 82,
		80, 1, 0, 0, 0, 82, 83, 1, 0, 0, 0, 83, 7, 1, 0, 0, 0, 84, 82, 1, 0, 0,
		0, 85, 90, 3, 10, 5, 0, 86, 87, 5, 1, 0, 0, 87, 89, 3, 10, 5, 0, 88, 86,
		1, 0, 0, 0, 89, 92, 1, 0, 0, 0, 90, 88, 1, 0, 0, 0, 90, 91, 1, 0, 0, 0,
		91, 9, 1, 0, 0, 0, 92, 90, 1, 0, 0, 0, 93, 98, 3, 12, 6, 0, 94, 95, 7,
		1, 0, 0, 95, 97, 3, 12, 6, 0, 96, 94, 1, 0, 0, 0, 97, 100, 1, 0, 0, 0,
		98, 96, 1, 0, 0, 0, 98, 99, 1, 0, 0, 0, 99, 11, 1, 0, 0, 0, 100, 98, 1,
		0, 0, 0, 101, 106, 3, 14, 7, 0, 102, 103, 7, 2, 0, 0, 103, 105, 3, 14,
		7, 0, 104, 102, 1, 0, 0, 0, 105, 108, 1, 0, 0, 0, 106, 104, 1, 0, 0, 0,
		106, 107, 1, 0, 0, 0, 107, 13, 1, 0, 0, 0, 108, 106, 1, 0, 0, 0, 109, 114,
		3, 16, 8, 0, 110, 111, 7, 3, 0, 0, 111, 113, 3, 16, 8, 0, 112, 110, 1,
		0, 0, 0, 113, 116, 1, 0, 0, 0, 114, 112, 1, 0, 0, 0, 114, 115, 1, 0, 0,
		0, 115, 15, 1, 0, 0, 0, 116, 114, 1, 0, 0, 0, 117, 122, 3, 18, 9, 0, 118,
		119, 5, 36, 0, 0, 119, 121, 3, 18, 9, 0, 120, 118, 1, 0, 0, 0, 121, 124,
		1, 0, 0, 0, 122, 120, 1, 0, 0, 0, 122, 123, 1, 0, 0, 0, 123, 17, 1, 0,
		0, 0, 124, 122, 1, 0, 0, 0, 125, 130, 3, 20, 10, 0, 126, 127, 7, 4, 0,
		0, 127, 129, 3, 54, 27, 0, 128, 126, 1, 0, 0, 0, 129, 132, 1, 0, 0, 0,
		130, 128, 1, 0, 0, 0, 130, 131, 1, 0, 0, 0, 131, 19, 1, 0, 0, 0, 132, 130,
		1, 0, 0, 0, 133, 138, 3, 22, 11, 0, 134, 135, 7, 5, 0, 0, 135, 137, 3,
		22, 11, 0, 136, 134, 1, 0, 0, 0, 137, 140, 1, 0, 0, 0, 138, 136, 1, 0,
		0, 0, 138, 139, 1, 0, 0, 0, 139, 21, 1, 0, 0, 0, 140, 138, 1, 0, 0, 0,
		141, 146, 3, 24, 12, 0, 142, 143, 7, 6, 0, 0, 143, 145, 3, 24, 12, 0, 144,
		142, 1, 0, 0, 0, 145, 148, 1, 0, 0, 0, 146, 144, 1, 0, 0, 0, 146, 147,
		1, 0, 0, 0, 147, 23, 1, 0, 0, 0, 148, 146, 1, 0, 0, 0, 149, 151, 7, 7,
		0, 0, 150, 149, 1, 0, 0, 0, 151, 154, 1, 0, 0, 0, 152, 150, 1, 0, 0, 0,
		152, 153, 1, 0, 0, 0, 153, 155, 1, 0, 0, 0, 154, 152, 1, 0, 0, 0, 155,
		156, 3, 26, 13, 0, 156, 25, 1, 0, 0, 0, 157, 162, 3, 32, 16, 0, 158, 161,
		3, 28, 14, 0, 159, 161, 3, 30, 15, 0, 160, 158, 1, 0, 0, 0, 160, 159, 1,
		0, 0, 0, 161, 164, 1, 0, 0, 0, 162, 160, 1, 0, 0, 0, 162, 163, 1, 0, 0,
		0, 163, 27, 1, 0, 0, 0, 164, 162, 1, 0, 0, 0, 165, 171, 5, 22, 0, 0, 166,
		168, 3, 62, 31, 0, 167, 169, 3, 42, 21, 0, 168, 167, 1, 0, 0, 0, 168, 169,
		1, 0, 0, 0, 169, 172, 1, 0, 0, 0, 170, 172, 3, 40, 20, 0, 171, 166, 1,
		0, 0, 0, 171, 170, 1, 0, 0, 0, 172, 29, 1, 0, 0, 0, 173, 174, 5, 28, 0,
		0, 174, 175, 3, 2, 1, 0, 175, 176, 5, 39, 0, 0, 176, 31, 1, 0, 0, 0, 177,
		188, 3, 34, 17, 0, 178, 188, 3, 56, 28, 0, 179, 188, 3, 36, 18, 0, 180,
		188, 3, 38, 19, 0, 181, 188, 3, 40, 20, 0, 182, 188, 3, 48, 24, 0, 183,
		185, 3, 60, 30, 0, 184, 186, 3, 42, 21, 0, 185, 184, 1, 0, 0, 0, 185, 186,
		1, 0, 0, 0, 186, 188, 1, 0, 0, 0, 187, 177, 1, 0, 0, 0, 187, 178, 1, 0,
		0, 0, 187, 179, 1, 0, 0, 0, 187, 180, 1, 0, 0, 0, 187, 181, 1, 0, 0, 0,
		187, 182, 1, 0, 0, 0, 187, 183, 1, 0, 0, 0, 188, 33, 1, 0, 0, 0, 189, 190,
		5, 31, 0, 0, 190, 191, 3, 2, 1, 0, 191, 192, 5, 40, 0, 0, 192, 35, 1, 0,
		0, 0, 193, 194, 5, 27, 0, 0, 194, 195, 5, 38, 0, 0, 195, 37, 1, 0, 0, 0,
		196, 199, 5, 35, 0, 0, 197, 200, 3, 62, 31, 0, 198, 200, 5, 49, 0, 0, 199,
		197, 1, 0, 0, 0, 199, 198, 1, 0, 0, 0, 200, 39, 1, 0, 0, 0, 201, 202, 7,
		8, 0, 0, 202, 41, 1, 0, 0, 0, 203, 205, 5, 31, 0, 0, 204, 206, 3, 44, 22,
		0, 205, 204, 1, 0, 0, 0, 205, 206, 1, 0, 0, 0, 206, 207, 1, 0, 0, 0, 207,
		208, 5, 40, 0, 0, 208, 43, 1, 0, 0, 0, 209, 214, 3, 46, 23, 0, 210, 211,
		5, 21, 0, 0, 211, 213, 3, 46, 23, 0, 212, 210, 1, 0, 0, 0, 213, 216, 1,
		0, 0, 0, 214, 212, 1, 0, 0, 0, 214, 215, 1, 0, 0, 0, 215, 45, 1, 0, 0,
		0, 216, 214, 1, 0, 0, 0, 217, 219, 3, 2, 1, 0, 218, 220, 7, 9, 0, 0, 219,
		218, 1, 0, 0, 0, 219, 220, 1, 0, 0, 0, 220, 47, 1, 0, 0, 0, 221, 222, 3,
		54, 27, 0, 222, 225, 5, 27, 0, 0, 223, 226, 5, 20, 0, 0, 224, 226, 3, 50,
		25, 0, 225, 223, 1, 0, 0, 0, 225, 224, 1, 0, 0, 0, 226, 227, 1, 0, 0, 0,
		227, 228, 5, 38, 0, 0, 228, 49, 1, 0, 0, 0, 229, 234, 3, 52, 26, 0, 230,
		231, 5, 21, 0, 0, 231, 233, 3, 52, 26, 0, 232, 230, 1, 0, 0, 0, 233, 236,
		1, 0, 0, 0, 234, 232, 1, 0, 0, 0, 234, 235, 1, 0, 0, 0, 235, 51, 1, 0,
		0, 0, 236, 234, 1, 0, 0, 0, 237, 238, 3, 62, 31, 0, 238, 239, 5, 20, 0,
		0, 239, 240, 3, 2, 1, 0, 240, 53, 1, 0, 0, 0, 241, 244, 3, 60, 30, 0, 242,
		243, 5, 22, 0, 0, 243, 245, 3, 62, 31, 0, 244, 242, 1, 0, 0, 0, 244, 245,
		1, 0, 0, 0, 245, 55, 1, 0, 0, 0, 246, 255, 5, 13, 0, 0, 247, 255, 5, 7,
		0, 0, 248, 255, 5, 49, 0, 0, 249, 255, 5, 44, 0, 0, 250, 255, 5, 46, 0,
		0, 251, 255, 5, 47, 0, 0, 252, 255, 5, 48, 0, 0, 253, 255, 3, 58, 29, 0,
		254, 246, 1, 0, 0, 0, 254, 247, 1, 0, 0, 0, 254, 248, 1, 0, 0, 0, 254,
		249, 1, 0, 0, 0, 254, 250, 1, 0, 0, 0, 254, 251, 1, 0, 0, 0, 254, 252,
		1, 0, 0, 0, 254, 253, 1, 0, 0, 0, 255, 57, 1, 0, 0, 0, 256, 258, 7, 10,
		0, 0, 257, 259, 7, 11, 0, 0, 258, 257, 1, 0, 0, 0, 258, 259, 1, 0, 0, 0,
		259, 59, 1, 0, 0, 0, 260, 261, 7, 12, 0, 0, 261, 61, 1, 0, 0, 0, 262, 272,
		3, 60, 30, 0, 263, 272, 5, 1, 0, 0, 264, 272, 5, 6, 0, 0, 265, 272, 5,
		7, 0, 0, 266, 272, 5, 8, 0, 0, 267, 272, 5, 11, 0, 0, 268, 272, 5, 12,
		0, 0, 269, 272, 5, 13, 0, 0, 270, 272, 5, 14, 0, 0, 271, 262, 1, 0, 0,
		0, 271, 263, 1, 0, 0, 0, 271, 264, 1, 0, 0, 0, 271, 265, 1, 0, 0, 0, 271,
		266, 1, 0, 0, 0, 271, 267, 1, 0, 0, 0, 271, 268, 1, 0, 0, 0, 271, 269,
		1, 0, 0, 0, 271, 270, 1, 0, 0, 0, 272, 63, 1, 0, 0, 0, 27, 74, 82, 90,
		98, 106, 114, 122, 130, 138, 146, 152, 160, 162, 168, 171, 185, 187, 199,
		205, 214, 219, 225, 234, 244, 254, 258, 271,
	}
	deserializer := antlr.NewATNDeserializer(nil)
	staticData.atn = deserializer.Deserialize(staticData.serializedATN)
	atn := staticData.atn
	staticData.decisionToDFA = make([]*antlr.DFA, len(atn.DecisionToState))
	decisionToDFA := staticData.decisionToDFA
	for index, state := range atn.DecisionToState {
		decisionToDFA[index] = antlr.NewDFA(state, index)
	}
}

// FHIRPathParserInit initializes any static state used to implement FHIRPathParser. By default the
// static state used to implement the parser is lazily initialized during the first call to
// NewFHIRPathParser(). You can call this function if you wish to initialize the static state ahead
// of time.
func FHIRPathParserInit() {
	staticData := &FHIRPathParserStaticData
	staticData.once.Do(fhirpathParserInit)
}

// NewFHIRPathParser produces a new parser instance for the optional input antlr.TokenStream.
func NewFHIRPathParser(input antlr.TokenStream) *FHIRPathParser {
	FHIRPathParserInit()
	this := new(FHIRPathParser)
	this.BaseParser = antlr.NewBaseParser(input)
	staticData := &FHIRPathParserStaticData
	this.Interpreter = antlr.NewParserATNSimulator(this, staticData.atn, staticData.decisionToDFA, staticData.PredictionContextCache)
	this.RuleNames = staticData.RuleNames
	this.LiteralNames = staticData.LiteralNames
	this.SymbolicNames = staticData.SymbolicNames
	this.GrammarFileName = "FHIRPath.g4"

	return this
}

// FHIRPathParser tokens.
const (
	FHIRPathParserEOF               = antlr.TokenEOF
	FHIRPathParserAND               = 1
	FHIRPathParserAS                = 2
	FHIRPathParserASC               = 3
	FHIRPathParserCONTAINS          = 4
	FHIRPathParserDESC              = 5
	FHIRPathParserDIV               = 6
	FHIRPathParserFALSE             = 7
	FHIRPathParserIMPLIES           = 8
	FHIRPathParserIN                = 9
	FHIRPathParserIS                = 10
	FHIRPathParserMOD               = 11
	FHIRPathParserOR                = 12
	FHIRPathParserTRUE              = 13
	FHIRPathParserXOR               = 14
	FHIRPathParserUNIT              = 15
	FHIRPathParserTHIS              = 16
	FHIRPathParserINDEX             = 17
	FHIRPathParserTOTAL             = 18
	FHIRPathParserAMPERSAND         = 19
	FHIRPathParserCOLON             = 20
	FHIRPathParserCOMMA             = 21
	FHIRPathParserDOT               = 22
	FHIRPathParserEQUAL             = 23
	FHIRPathParserEQUIVALENT        = 24
	FHIRPathParserGREATER           = 25
	FHIRPathParserGREATER_OR_EQUAL  = 26
	FHIRPathParserLBRACE            = 27
	FHIRPathParserLBRACKET          = 28
	FHIRPathParserLESS              = 29
	FHIRPathParserLESS_OR_EQUAL     = 30
	FHIRPathParserLPAREN            = 31
	FHIRPathParserMINUS             = 32
	FHIRPathParserNOT_EQUAL         = 33
	FHIRPathParserNOT_EQUIVALENT    = 34
	FHIRPathParserPERCENT           = 35
	FHIRPathParserPIPE              = 36
	FHIRPathParserPLUS              = 37
	FHIRPathParserRBRACE            = 38
	FHIRPathParserRBRACKET          = 39
	FHIRPathParserRPAREN            = 40
	FHIRPathParserSLASH             = 41
	FHIRPathParserSTAR              = 42
	FHIRPathParserINTEGER           = 43
	FHIRPathParserLONG              = 44
	FHIRPathParserDECIMAL           = 45
	FHIRPathParserDATE              = 46
	FHIRPathParserDATETIME          = 47
	FHIRPathParserTIME              = 48
	FHIRPathParserSTRING            = 49
	FHIRPathParserDELIMITED         = 50
	FHIRPathParserIDENTIFIER        = 51
	FHIRPathParserSPACE             = 52
	FHIRPathParserLINE_COMMENT      = 53
	FHIRPathParserBLOCK_COMMENT     = 54
	FHIRPathParserZONED_TIME        = 55
	FHIRPathParserBAD_DATE          = 56
	FHIRPathParserBAD_VARIABLE      = 57
	FHIRPathParserDOUBLE_QUOTED     = 58
	FHIRPathParserOPEN_STRING       = 59
	FHIRPathParserOPEN_NAME         = 60
	FHIRPathParserOPEN_COMMENT      = 61
	FHIRPathParserUNKNOWN_CHARACTER = 62
)

// FHIRPathParser rules.
const (
	FHIRPathParserRULE_source       = 0
	FHIRPathParserRULE_expression   = 1
	FHIRPathParserRULE_implication  = 2
	FHIRPathParserRULE_disjunction  = 3
	FHIRPathParserRULE_conjunction  = 4
	FHIRPathParserRULE_membership   = 5
	FHIRPathParserRULE_equality     = 6
	FHIRPathParserRULE_inequality   = 7
	FHIRPathParserRULE_union        = 8
	FHIRPathParserRULE_typeTest     = 9
	FHIRPathParserRULE_sum          = 10
	FHIRPathParserRULE_product      = 11
	FHIRPathParserRULE_signed       = 12
	FHIRPathParserRULE_path         = 13
	FHIRPathParserRULE_step         = 14
	FHIRPathParserRULE_index        = 15
	FHIRPathParserRULE_primary      = 16
	FHIRPathParserRULE_group        = 17
	FHIRPathParserRULE_empty        = 18
	FHIRPathParserRULE_external     = 19
	FHIRPathParserRULE_variable     = 20
	FHIRPathParserRULE_argumentList = 21
	FHIRPathParserRULE_arguments    = 22
	FHIRPathParserRULE_argument     = 23
	FHIRPathParserRULE_instance     = 24
	FHIRPathParserRULE_fields       = 25
	FHIRPathParserRULE_field        = 26
	FHIRPathParserRULE_typeName     = 27
	FHIRPathParserRULE_literal      = 28
	FHIRPathParserRULE_number       = 29
	FHIRPathParserRULE_name         = 30
	FHIRPathParserRULE_memberName   = 31
)

// ISourceContext is an interface to support dynamic dispatch.
type ISourceContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	Expression() IExpressionContext
	EOF() antlr.TerminalNode

	// IsSourceContext differentiates from other interfaces.
	IsSourceContext()
}

type SourceContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptySourceContext() *SourceContext {
	var p = new(SourceContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_source
	return p
}

func InitEmptySourceContext(p *SourceContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_source
}

func (*SourceContext) IsSourceContext() {}

func NewSourceContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *SourceContext {
	var p = new(SourceContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_source

	return p
}

func (s *SourceContext) GetParser() antlr.Parser { return s.parser }

func (s *SourceContext) Expression() IExpressionContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IExpressionContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IExpressionContext)
}

func (s *SourceContext) EOF() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserEOF, 0)
}

func (s *SourceContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *SourceContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Source() (localctx ISourceContext) {
	localctx = NewSourceContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 0, FHIRPathParserRULE_source)
	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(64)
		p.Expression()
	}
	{
		p.SetState(65)
		p.Match(FHIRPathParserEOF)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IExpressionContext is an interface to support dynamic dispatch.
type IExpressionContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	Implication() IImplicationContext

	// IsExpressionContext differentiates from other interfaces.
	IsExpressionContext()
}

type ExpressionContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyExpressionContext() *ExpressionContext {
	var p = new(ExpressionContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_expression
	return p
}

func InitEmptyExpressionContext(p *ExpressionContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_expression
}

func (*ExpressionContext) IsExpressionContext() {}

func NewExpressionContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *ExpressionContext {
	var p = new(ExpressionContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_expression

	return p
}

func (s *ExpressionContext) GetParser() antlr.Parser { return s.parser }

func (s *ExpressionContext) Implication() IImplicationContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IImplicationContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IImplicationContext)
}

func (s *ExpressionContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *ExpressionContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Expression() (localctx IExpressionContext) {
	localctx = NewExpressionContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 2, FHIRPathParserRULE_expression)
	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(67)
		p.Implication()
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IImplicationContext is an interface to support dynamic dispatch.
type IImplicationContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	AllDisjunction() []IDisjunctionContext
	Disjunction(i int) IDisjunctionContext
	AllIMPLIES() []antlr.TerminalNode
	IMPLIES(i int) antlr.TerminalNode

	// IsImplicationContext differentiates from other interfaces.
	IsImplicationContext()
}

type ImplicationContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyImplicationContext() *ImplicationContext {
	var p = new(ImplicationContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_implication
	return p
}

func InitEmptyImplicationContext(p *ImplicationContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_implication
}

func (*ImplicationContext) IsImplicationContext() {}

func NewImplicationContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *ImplicationContext {
	var p = new(ImplicationContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_implication

	return p
}

func (s *ImplicationContext) GetParser() antlr.Parser { return s.parser }

func (s *ImplicationContext) AllDisjunction() []IDisjunctionContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(IDisjunctionContext); ok {
			len++
		}
	}

	tst := make([]IDisjunctionContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(IDisjunctionContext); ok {
			tst[i] = t.(IDisjunctionContext)
			i++
		}
	}

	return tst
}

func (s *ImplicationContext) Disjunction(i int) IDisjunctionContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IDisjunctionContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(IDisjunctionContext)
}

func (s *ImplicationContext) AllIMPLIES() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserIMPLIES)
}

func (s *ImplicationContext) IMPLIES(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserIMPLIES, i)
}

func (s *ImplicationContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *ImplicationContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Implication() (localctx IImplicationContext) {
	localctx = NewImplicationContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 4, FHIRPathParserRULE_implication)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(69)
		p.Disjunction()
	}
	p.SetState(74)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for _la == FHIRPathParserIMPLIES {
		{
			p.SetState(70)
			p.Match(FHIRPathParserIMPLIES)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}
		{
			p.SetState(71)
			p.Disjunction()
		}

		p.SetState(76)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IDisjunctionContext is an interface to support dynamic dispatch.
type IDisjunctionContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	AllConjunction() []IConjunctionContext
	Conjunction(i int) IConjunctionContext
	AllOR() []antlr.TerminalNode
	OR(i int) antlr.TerminalNode
	AllXOR() []antlr.TerminalNode
	XOR(i int) antlr.TerminalNode

	// IsDisjunctionContext differentiates from other interfaces.
	IsDisjunctionContext()
}

type DisjunctionContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyDisjunctionContext() *DisjunctionContext {
	var p = new(DisjunctionContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_disjunction
	return p
}

func InitEmptyDisjunctionContext(p *DisjunctionContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_disjunction
}

func (*DisjunctionContext) IsDisjunctionContext() {}

func NewDisjunctionContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *DisjunctionContext {
	var p = new(DisjunctionContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_disjunction

	return p
}

func (s *DisjunctionContext) GetParser() antlr.Parser { return s.parser }

func (s *DisjunctionContext) AllConjunction() []IConjunctionContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(IConjunctionContext); ok {
			len++
		}
	}

	tst := make([]IConjunctionContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(IConjunctionContext); ok {
			tst[i] = t.(IConjunctionContext)
			i++
		}
	}

	return tst
}

func (s *DisjunctionContext) Conjunction(i int) IConjunctionContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IConjunctionContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(IConjunctionContext)
}

func (s *DisjunctionContext) AllOR() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserOR)
}

func (s *DisjunctionContext) OR(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserOR, i)
}

func (s *DisjunctionContext) AllXOR() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserXOR)
}

func (s *DisjunctionContext) XOR(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserXOR, i)
}

func (s *DisjunctionContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *DisjunctionContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Disjunction() (localctx IDisjunctionContext) {
	localctx = NewDisjunctionContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 6, FHIRPathParserRULE_disjunction)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(77)
		p.Conjunction()
	}
	p.SetState(82)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for _la == FHIRPathParserOR || _la == FHIRPathParserXOR {
		{
			p.SetState(78)
			_la = p.GetTokenStream().LA(1)

			if !(_la == FHIRPathParserOR || _la == FHIRPathParserXOR) {
				p.GetErrorHandler().RecoverInline(p)
			} else {
				p.GetErrorHandler().ReportMatch(p)
				p.Consume()
			}
		}
		{
			p.SetState(79)
			p.Conjunction()
		}

		p.SetState(84)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IConjunctionContext is an interface to support dynamic dispatch.
type IConjunctionContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	AllMembership() []IMembershipContext
	Membership(i int) IMembershipContext
	AllAND() []antlr.TerminalNode
	AND(i int) antlr.TerminalNode

	// IsConjunctionContext differentiates from other interfaces.
	IsConjunctionContext()
}

type ConjunctionContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyConjunctionContext() *ConjunctionContext {
	var p = new(ConjunctionContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_conjunction
	return p
}

func InitEmptyConjunctionContext(p *ConjunctionContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_conjunction
}

func (*ConjunctionContext) IsConjunctionContext() {}

func NewConjunctionContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *ConjunctionContext {
	var p = new(ConjunctionContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_conjunction

	return p
}

func (s *ConjunctionContext) GetParser() antlr.Parser { return s.parser }

func (s *ConjunctionContext) AllMembership() []IMembershipContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(IMembershipContext); ok {
			len++
		}
	}

	tst := make([]IMembershipContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(IMembershipContext); ok {
			tst[i] = t.(IMembershipContext)
			i++
		}
	}

	return tst
}

func (s *ConjunctionContext) Membership(i int) IMembershipContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IMembershipContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(IMembershipContext)
}

func (s *ConjunctionContext) AllAND() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserAND)
}

func (s *ConjunctionContext) AND(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserAND, i)
}

func (s *ConjunctionContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *ConjunctionContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Conjunction() (localctx IConjunctionContext) {
	localctx = NewConjunctionContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 8, FHIRPathParserRULE_conjunction)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(85)
		p.Membership()
	}
	p.SetState(90)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for _la == FHIRPathParserAND {
		{
			p.SetState(86)
			p.Match(FHIRPathParserAND)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}
		{
			p.SetState(87)
			p.Membership()
		}

		p.SetState(92)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IMembershipContext is an interface to support dynamic dispatch.
type IMembershipContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	AllEquality() []IEqualityContext
	Equality(i int) IEqualityContext
	AllIN() []antlr.TerminalNode
	IN(i int) antlr.TerminalNode
	AllCONTAINS() []antlr.TerminalNode
	CONTAINS(i int) antlr.TerminalNode

	// IsMembershipContext differentiates from other interfaces.
	IsMembershipContext()
}

type MembershipContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyMembershipContext() *MembershipContext {
	var p = new(MembershipContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_membership
	return p
}

func InitEmptyMembershipContext(p *MembershipContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_membership
}

func (*MembershipContext) IsMembershipContext() {}

func NewMembershipContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *MembershipContext {
	var p = new(MembershipContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_membership

	return p
}

func (s *MembershipContext) GetParser() antlr.Parser { return s.parser }

func (s *MembershipContext) AllEquality() []IEqualityContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(IEqualityContext); ok {
			len++
		}
	}

	tst := make([]IEqualityContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(IEqualityContext); ok {
			tst[i] = t.(IEqualityContext)
			i++
		}
	}

	return tst
}

func (s *MembershipContext) Equality(i int) IEqualityContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IEqualityContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(IEqualityContext)
}

func (s *MembershipContext) AllIN() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserIN)
}

func (s *MembershipContext) IN(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserIN, i)
}

func (s *MembershipContext) AllCONTAINS() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserCONTAINS)
}

func (s *MembershipContext) CONTAINS(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserCONTAINS, i)
}

func (s *MembershipContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *MembershipContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Membership() (localctx IMembershipContext) {
	localctx = NewMembershipContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 10, FHIRPathParserRULE_membership)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(93)
		p.Equality()
	}
	p.SetState(98)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for _la == FHIRPathParserCONTAINS || _la == FHIRPathParserIN {
		{
			p.SetState(94)
			_la = p.GetTokenStream().LA(1)

			if !(_la == FHIRPathParserCONTAINS || _la == FHIRPathParserIN) {
				p.GetErrorHandler().RecoverInline(p)
			} else {
				p.GetErrorHandler().ReportMatch(p)
				p.Consume()
			}
		}
		{
			p.SetState(95)
			p.Equality()
		}

		p.SetState(100)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IEqualityContext is an interface to support dynamic dispatch.
type IEqualityContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	AllInequality() []IInequalityContext
	Inequality(i int) IInequalityContext
	AllEQUAL() []antlr.TerminalNode
	EQUAL(i int) antlr.TerminalNode
	AllNOT_EQUAL() []antlr.TerminalNode
	NOT_EQUAL(i int) antlr.TerminalNode
	AllEQUIVALENT() []antlr.TerminalNode
	EQUIVALENT(i int) antlr.TerminalNode
	AllNOT_EQUIVALENT() []antlr.TerminalNode
	NOT_EQUIVALENT(i int) antlr.TerminalNode

	// IsEqualityContext differentiates from other interfaces.
	IsEqualityContext()
}

type EqualityContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyEqualityContext() *EqualityContext {
	var p = new(EqualityContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_equality
	return p
}

func InitEmptyEqualityContext(p *EqualityContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_equality
}

func (*EqualityContext) IsEqualityContext() {}

func NewEqualityContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *EqualityContext {
	var p = new(EqualityContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_equality

	return p
}

func (s *EqualityContext) GetParser() antlr.Parser { return s.parser }

func (s *EqualityContext) AllInequality() []IInequalityContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(IInequalityContext); ok {
			len++
		}
	}

	tst := make([]IInequalityContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(IInequalityContext); ok {
			tst[i] = t.(IInequalityContext)
			i++
		}
	}

	return tst
}

func (s *EqualityContext) Inequality(i int) IInequalityContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IInequalityContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(IInequalityContext)
}

func (s *EqualityContext) AllEQUAL() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserEQUAL)
}

func (s *EqualityContext) EQUAL(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserEQUAL, i)
}

func (s *EqualityContext) AllNOT_EQUAL() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserNOT_EQUAL)
}

func (s *EqualityContext) NOT_EQUAL(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserNOT_EQUAL, i)
}

func (s *EqualityContext) AllEQUIVALENT() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserEQUIVALENT)
}

func (s *EqualityContext) EQUIVALENT(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserEQUIVALENT, i)
}

func (s *EqualityContext) AllNOT_EQUIVALENT() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserNOT_EQUIVALENT)
}

func (s *EqualityContext) NOT_EQUIVALENT(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserNOT_EQUIVALENT, i)
}

func (s *EqualityContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *EqualityContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Equality() (localctx IEqualityContext) {
	localctx = NewEqualityContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 12, FHIRPathParserRULE_equality)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(101)
		p.Inequality()
	}
	p.SetState(106)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for (int64(_la) & ^0x3f) == 0 && ((int64(1)<<_la)&25794969600) != 0 {
		{
			p.SetState(102)
			_la = p.GetTokenStream().LA(1)

			if !((int64(_la) & ^0x3f) == 0 && ((int64(1)<<_la)&25794969600) != 0) {
				p.GetErrorHandler().RecoverInline(p)
			} else {
				p.GetErrorHandler().ReportMatch(p)
				p.Consume()
			}
		}
		{
			p.SetState(103)
			p.Inequality()
		}

		p.SetState(108)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IInequalityContext is an interface to support dynamic dispatch.
type IInequalityContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	AllUnion() []IUnionContext
	Union(i int) IUnionContext
	AllLESS() []antlr.TerminalNode
	LESS(i int) antlr.TerminalNode
	AllLESS_OR_EQUAL() []antlr.TerminalNode
	LESS_OR_EQUAL(i int) antlr.TerminalNode
	AllGREATER() []antlr.TerminalNode
	GREATER(i int) antlr.TerminalNode
	AllGREATER_OR_EQUAL() []antlr.TerminalNode
	GREATER_OR_EQUAL(i int) antlr.TerminalNode

	// IsInequalityContext differentiates from other interfaces.
	IsInequalityContext()
}

type InequalityContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyInequalityContext() *InequalityContext {
	var p = new(InequalityContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_inequality
	return p
}

func InitEmptyInequalityContext(p *InequalityContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_inequality
}

func (*InequalityContext) IsInequalityContext() {}

func NewInequalityContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *InequalityContext {
	var p = new(InequalityContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_inequality

	return p
}

func (s *InequalityContext) GetParser() antlr.Parser { return s.parser }

func (s *InequalityContext) AllUnion() []IUnionContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(IUnionContext); ok {
			len++
		}
	}

	tst := make([]IUnionContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(IUnionContext); ok {
			tst[i] = t.(IUnionContext)
			i++
		}
	}

	return tst
}

func (s *InequalityContext) Union(i int) IUnionContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IUnionContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(IUnionContext)
}

func (s *InequalityContext) AllLESS() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserLESS)
}

func (s *InequalityContext) LESS(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserLESS, i)
}

func (s *InequalityContext) AllLESS_OR_EQUAL() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserLESS_OR_EQUAL)
}

func (s *InequalityContext) LESS_OR_EQUAL(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserLESS_OR_EQUAL, i)
}

func (s *InequalityContext) AllGREATER() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserGREATER)
}

func (s *InequalityContext) GREATER(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserGREATER, i)
}

func (s *InequalityContext) AllGREATER_OR_EQUAL() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserGREATER_OR_EQUAL)
}

func (s *InequalityContext) GREATER_OR_EQUAL(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserGREATER_OR_EQUAL, i)
}

func (s *InequalityContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *InequalityContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Inequality() (localctx IInequalityContext) {
	localctx = NewInequalityContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 14, FHIRPathParserRULE_inequality)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(109)
		p.Union()
	}
	p.SetState(114)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for (int64(_la) & ^0x3f) == 0 && ((int64(1)<<_la)&1711276032) != 0 {
		{
			p.SetState(110)
			_la = p.GetTokenStream().LA(1)

			if !((int64(_la) & ^0x3f) == 0 && ((int64(1)<<_la)&1711276032) != 0) {
				p.GetErrorHandler().RecoverInline(p)
			} else {
				p.GetErrorHandler().ReportMatch(p)
				p.Consume()
			}
		}
		{
			p.SetState(111)
			p.Union()
		}

		p.SetState(116)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IUnionContext is an interface to support dynamic dispatch.
type IUnionContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	AllTypeTest() []ITypeTestContext
	TypeTest(i int) ITypeTestContext
	AllPIPE() []antlr.TerminalNode
	PIPE(i int) antlr.TerminalNode

	// IsUnionContext differentiates from other interfaces.
	IsUnionContext()
}

type UnionContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyUnionContext() *UnionContext {
	var p = new(UnionContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_union
	return p
}

func InitEmptyUnionContext(p *UnionContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_union
}

func (*UnionContext) IsUnionContext() {}

func NewUnionContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *UnionContext {
	var p = new(UnionContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_union

	return p
}

func (s *UnionContext) GetParser() antlr.Parser { return s.parser }

func (s *UnionContext) AllTypeTest() []ITypeTestContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(ITypeTestContext); ok {
			len++
		}
	}

	tst := make([]ITypeTestContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(ITypeTestContext); ok {
			tst[i] = t.(ITypeTestContext)
			i++
		}
	}

	return tst
}

func (s *UnionContext) TypeTest(i int) ITypeTestContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(ITypeTestContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(ITypeTestContext)
}

func (s *UnionContext) AllPIPE() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserPIPE)
}

func (s *UnionContext) PIPE(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserPIPE, i)
}

func (s *UnionContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *UnionContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Union() (localctx IUnionContext) {
	localctx = NewUnionContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 16, FHIRPathParserRULE_union)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(117)
		p.TypeTest()
	}
	p.SetState(122)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for _la == FHIRPathParserPIPE {
		{
			p.SetState(118)
			p.Match(FHIRPathParserPIPE)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}
		{
			p.SetState(119)
			p.TypeTest()
		}

		p.SetState(124)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// ITypeTestContext is an interface to support dynamic dispatch.
type ITypeTestContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	Sum() ISumContext
	AllTypeName() []ITypeNameContext
	TypeName(i int) ITypeNameContext
	AllIS() []antlr.TerminalNode
	IS(i int) antlr.TerminalNode
	AllAS() []antlr.TerminalNode
	AS(i int) antlr.TerminalNode

	// IsTypeTestContext differentiates from other interfaces.
	IsTypeTestContext()
}

type TypeTestContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyTypeTestContext() *TypeTestContext {
	var p = new(TypeTestContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_typeTest
	return p
}

func InitEmptyTypeTestContext(p *TypeTestContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_typeTest
}

func (*TypeTestContext) IsTypeTestContext() {}

func NewTypeTestContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *TypeTestContext {
	var p = new(TypeTestContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_typeTest

	return p
}

func (s *TypeTestContext) GetParser() antlr.Parser { return s.parser }

func (s *TypeTestContext) Sum() ISumContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(ISumContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(ISumContext)
}

func (s *TypeTestContext) AllTypeName() []ITypeNameContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(ITypeNameContext); ok {
			len++
		}
	}

	tst := make([]ITypeNameContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(ITypeNameContext); ok {
			tst[i] = t.(ITypeNameContext)
			i++
		}
	}

	return tst
}

func (s *TypeTestContext) TypeName(i int) ITypeNameContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(ITypeNameContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(ITypeNameContext)
}

func (s *TypeTestContext) AllIS() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserIS)
}

func (s *TypeTestContext) IS(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserIS, i)
}

func (s *TypeTestContext) AllAS() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserAS)
}

func (s *TypeTestContext) AS(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserAS, i)
}

func (s *TypeTestContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *TypeTestContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) TypeTest() (localctx ITypeTestContext) {
	localctx = NewTypeTestContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 18, FHIRPathParserRULE_typeTest)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(125)
		p.Sum()
	}
	p.SetState(130)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for _la == FHIRPathParserAS || _la == FHIRPathParserIS {
		{
			p.SetState(126)
			_la = p.GetTokenStream().LA(1)

			if !(_la == FHIRPathParserAS || _la == FHIRPathParserIS) {
				p.GetErrorHandler().RecoverInline(p)
			} else {
				p.GetErrorHandler().ReportMatch(p)
				p.Consume()
			}
		}
		{
			p.SetState(127)
			p.TypeName()
		}

		p.SetState(132)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// ISumContext is an interface to support dynamic dispatch.
type ISumContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	AllProduct() []IProductContext
	Product(i int) IProductContext
	AllPLUS() []antlr.TerminalNode
	PLUS(i int) antlr.TerminalNode
	AllMINUS() []antlr.TerminalNode
	MINUS(i int) antlr.TerminalNode
	AllAMPERSAND() []antlr.TerminalNode
	AMPERSAND(i int) antlr.TerminalNode

	// IsSumContext differentiates from other interfaces.
	IsSumContext()
}

type SumContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptySumContext() *SumContext {
	var p = new(SumContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_sum
	return p
}

func InitEmptySumContext(p *SumContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_sum
}

func (*SumContext) IsSumContext() {}

func NewSumContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *SumContext {
	var p = new(SumContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_sum

	return p
}

func (s *SumContext) GetParser() antlr.Parser { return s.parser }

func (s *SumContext) AllProduct() []IProductContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(IProductContext); ok {
			len++
		}
	}

	tst := make([]IProductContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(IProductContext); ok {
			tst[i] = t.(IProductContext)
			i++
		}
	}

	return tst
}

func (s *SumContext) Product(i int) IProductContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IProductContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(IProductContext)
}

func (s *SumContext) AllPLUS() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserPLUS)
}

func (s *SumContext) PLUS(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserPLUS, i)
}

func (s *SumContext) AllMINUS() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserMINUS)
}

func (s *SumContext) MINUS(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserMINUS, i)
}

func (s *SumContext) AllAMPERSAND() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserAMPERSAND)
}

func (s *SumContext) AMPERSAND(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserAMPERSAND, i)
}

func (s *SumContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *SumContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Sum() (localctx ISumContext) {
	localctx = NewSumContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 20, FHIRPathParserRULE_sum)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(133)
		p.Product()
	}
	p.SetState(138)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for (int64(_la) & ^0x3f) == 0 && ((int64(1)<<_la)&141734445056) != 0 {
		{
			p.SetState(134)
			_la = p.GetTokenStream().LA(1)

			if !((int64(_la) & ^0x3f) == 0 && ((int64(1)<<_la)&141734445056) != 0) {
				p.GetErrorHandler().RecoverInline(p)
			} else {
				p.GetErrorHandler().ReportMatch(p)
				p.Consume()
			}
		}
		{
			p.SetState(135)
			p.Product()
		}

		p.SetState(140)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IProductContext is an interface to support dynamic dispatch.
type IProductContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	AllSigned() []ISignedContext
	Signed(i int) ISignedContext
	AllSTAR() []antlr.TerminalNode
	STAR(i int) antlr.TerminalNode
	AllSLASH() []antlr.TerminalNode
	SLASH(i int) antlr.TerminalNode
	AllDIV() []antlr.TerminalNode
	DIV(i int) antlr.TerminalNode
	AllMOD() []antlr.TerminalNode
	MOD(i int) antlr.TerminalNode

	// IsProductContext differentiates from other interfaces.
	IsProductContext()
}

type ProductContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyProductContext() *ProductContext {
	var p = new(ProductContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_product
	return p
}

func InitEmptyProductContext(p *ProductContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_product
}

func (*ProductContext) IsProductContext() {}

func NewProductContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *ProductContext {
	var p = new(ProductContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_product

	return p
}

func (s *ProductContext) GetParser() antlr.Parser { return s.parser }

func (s *ProductContext) AllSigned() []ISignedContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(ISignedContext); ok {
			len++
		}
	}

	tst := make([]ISignedContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(ISignedContext); ok {
			tst[i] = t.(ISignedContext)
			i++
		}
	}

	return tst
}

func (s *ProductContext) Signed(i int) ISignedContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(ISignedContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(ISignedContext)
}

func (s *ProductContext) AllSTAR() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserSTAR)
}

func (s *ProductContext) STAR(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserSTAR, i)
}

func (s *ProductContext) AllSLASH() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserSLASH)
}

func (s *ProductContext) SLASH(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserSLASH, i)
}

func (s *ProductContext) AllDIV() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserDIV)
}

func (s *ProductContext) DIV(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserDIV, i)
}

func (s *ProductContext) AllMOD() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserMOD)
}

func (s *ProductContext) MOD(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserMOD, i)
}

func (s *ProductContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *ProductContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Product() (localctx IProductContext) {
	localctx = NewProductContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 22, FHIRPathParserRULE_product)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(141)
		p.Signed()
	}
	p.SetState(146)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for (int64(_la) & ^0x3f) == 0 && ((int64(1)<<_la)&6597069768768) != 0 {
		{
			p.SetState(142)
			_la = p.GetTokenStream().LA(1)

			if !((int64(_la) & ^0x3f) == 0 && ((int64(1)<<_la)&6597069768768) != 0) {
				p.GetErrorHandler().RecoverInline(p)
			} else {
				p.GetErrorHandler().ReportMatch(p)
				p.Consume()
			}
		}
		{
			p.SetState(143)
			p.Signed()
		}

		p.SetState(148)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// ISignedContext is an interface to support dynamic dispatch.
type ISignedContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	Path() IPathContext
	AllPLUS() []antlr.TerminalNode
	PLUS(i int) antlr.TerminalNode
	AllMINUS() []antlr.TerminalNode
	MINUS(i int) antlr.TerminalNode

	// IsSignedContext differentiates from other interfaces.
	IsSignedContext()
}

type SignedContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptySignedContext() *SignedContext {
	var p = new(SignedContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_signed
	return p
}

func InitEmptySignedContext(p *SignedContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_signed
}

func (*SignedContext) IsSignedContext() {}

func NewSignedContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *SignedContext {
	var p = new(SignedContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_signed

	return p
}

func (s *SignedContext) GetParser() antlr.Parser { return s.parser }

func (s *SignedContext) Path() IPathContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IPathContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IPathContext)
}

func (s *SignedContext) AllPLUS() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserPLUS)
}

func (s *SignedContext) PLUS(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserPLUS, i)
}

func (s *SignedContext) AllMINUS() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserMINUS)
}

func (s *SignedContext) MINUS(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserMINUS, i)
}

func (s *SignedContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *SignedContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Signed() (localctx ISignedContext) {
	localctx = NewSignedContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 24, FHIRPathParserRULE_signed)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	p.SetState(152)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for _la == FHIRPathParserMINUS || _la == FHIRPathParserPLUS {
		{
			p.SetState(149)
			_la = p.GetTokenStream().LA(1)

			if !(_la == FHIRPathParserMINUS || _la == FHIRPathParserPLUS) {
				p.GetErrorHandler().RecoverInline(p)
			} else {
				p.GetErrorHandler().ReportMatch(p)
				p.Consume()
			}
		}

		p.SetState(154)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}
	{
		p.SetState(155)
		p.Path()
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IPathContext is an interface to support dynamic dispatch.
type IPathContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	Primary() IPrimaryContext
	AllStep() []IStepContext
	Step(i int) IStepContext
	AllIndex() []IIndexContext
	Index(i int) IIndexContext

	// IsPathContext differentiates from other interfaces.
	IsPathContext()
}

type PathContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyPathContext() *PathContext {
	var p = new(PathContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_path
	return p
}

func InitEmptyPathContext(p *PathContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_path
}

func (*PathContext) IsPathContext() {}

func NewPathContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *PathContext {
	var p = new(PathContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_path

	return p
}

func (s *PathContext) GetParser() antlr.Parser { return s.parser }

func (s *PathContext) Primary() IPrimaryContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IPrimaryContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IPrimaryContext)
}

func (s *PathContext) AllStep() []IStepContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(IStepContext); ok {
			len++
		}
	}

	tst := make([]IStepContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(IStepContext); ok {
			tst[i] = t.(IStepContext)
			i++
		}
	}

	return tst
}

func (s *PathContext) Step(i int) IStepContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IStepContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(IStepContext)
}

func (s *PathContext) AllIndex() []IIndexContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(IIndexContext); ok {
			len++
		}
	}

	tst := make([]IIndexContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(IIndexContext); ok {
			tst[i] = t.(IIndexContext)
			i++
		}
	}

	return tst
}

func (s *PathContext) Index(i int) IIndexContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IIndexContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(IIndexContext)
}

func (s *PathContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *PathContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Path() (localctx IPathContext) {
	localctx = NewPathContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 26, FHIRPathParserRULE_path)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(157)
		p.Primary()
	}
	p.SetState(162)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for _la == FHIRPathParserDOT || _la == FHIRPathParserLBRACKET {
		p.SetState(160)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}

		switch p.GetTokenStream().LA(1) {
		case FHIRPathParserDOT:
			{
				p.SetState(158)
				p.Step()
			}

		case FHIRPathParserLBRACKET:
			{
				p.SetState(159)
				p.Index()
			}

		default:
			p.SetError(antlr.NewNoViableAltException(p, nil, nil, nil, nil, nil))
			goto errorExit
		}

		p.SetState(164)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IStepContext is an interface to support dynamic dispatch.
type IStepContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	DOT() antlr.TerminalNode
	MemberName() IMemberNameContext
	Variable() IVariableContext
	ArgumentList() IArgumentListContext

	// IsStepContext differentiates from other interfaces.
	IsStepContext()
}

type StepContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyStepContext() *StepContext {
	var p = new(StepContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_step
	return p
}

func InitEmptyStepContext(p *StepContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_step
}

func (*StepContext) IsStepContext() {}

func NewStepContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *StepContext {
	var p = new(StepContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_step

	return p
}

func (s *StepContext) GetParser() antlr.Parser { return s.parser }

func (s *StepContext) DOT() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserDOT, 0)
}

func (s *StepContext) MemberName() IMemberNameContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IMemberNameContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IMemberNameContext)
}

func (s *StepContext) Variable() IVariableContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IVariableContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IVariableContext)
}

func (s *StepContext) ArgumentList() IArgumentListContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IArgumentListContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IArgumentListContext)
}

func (s *StepContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *StepContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Step() (localctx IStepContext) {
	localctx = NewStepContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 28, FHIRPathParserRULE_step)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(165)
		p.Match(FHIRPathParserDOT)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}
	p.SetState(171)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}

	switch p.GetTokenStream().LA(1) {
	case FHIRPathParserAND, FHIRPathParserAS, FHIRPathParserASC, FHIRPathParserCONTAINS, FHIRPathParserDESC, FHIRPathParserDIV, FHIRPathParserFALSE, FHIRPathParserIMPLIES, FHIRPathParserIN, FHIRPathParserIS, FHIRPathParserMOD, FHIRPathParserOR, FHIRPathParserTRUE, FHIRPathParserXOR, FHIRPathParserUNIT, FHIRPathParserDELIMITED, FHIRPathParserIDENTIFIER:
		{
			p.SetState(166)
			p.MemberName()
		}
		p.SetState(168)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)

		if _la == FHIRPathParserLPAREN {
			{
				p.SetState(167)
				p.ArgumentList()
			}

		}

	case FHIRPathParserTHIS, FHIRPathParserINDEX, FHIRPathParserTOTAL:
		{
			p.SetState(170)
			p.Variable()
		}

	default:
		p.SetError(antlr.NewNoViableAltException(p, nil, nil, nil, nil, nil))
		goto errorExit
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IIndexContext is an interface to support dynamic dispatch.
type IIndexContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	LBRACKET() antlr.TerminalNode
	Expression() IExpressionContext
	RBRACKET() antlr.TerminalNode

	// IsIndexContext differentiates from other interfaces.
	IsIndexContext()
}

type IndexContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyIndexContext() *IndexContext {
	var p = new(IndexContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_index
	return p
}

func InitEmptyIndexContext(p *IndexContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_index
}

func (*IndexContext) IsIndexContext() {}

func NewIndexContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *IndexContext {
	var p = new(IndexContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_index

	return p
}

func (s *IndexContext) GetParser() antlr.Parser { return s.parser }

func (s *IndexContext) LBRACKET() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserLBRACKET, 0)
}

func (s *IndexContext) Expression() IExpressionContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IExpressionContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IExpressionContext)
}

func (s *IndexContext) RBRACKET() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserRBRACKET, 0)
}

func (s *IndexContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *IndexContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Index() (localctx IIndexContext) {
	localctx = NewIndexContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 30, FHIRPathParserRULE_index)
	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(173)
		p.Match(FHIRPathParserLBRACKET)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}
	{
		p.SetState(174)
		p.Expression()
	}
	{
		p.SetState(175)
		p.Match(FHIRPathParserRBRACKET)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IPrimaryContext is an interface to support dynamic dispatch.
type IPrimaryContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	Group() IGroupContext
	Literal() ILiteralContext
	Empty() IEmptyContext
	External() IExternalContext
	Variable() IVariableContext
	Instance() IInstanceContext
	Name() INameContext
	ArgumentList() IArgumentListContext

	// IsPrimaryContext differentiates from other interfaces.
	IsPrimaryContext()
}

type PrimaryContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyPrimaryContext() *PrimaryContext {
	var p = new(PrimaryContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_primary
	return p
}

func InitEmptyPrimaryContext(p *PrimaryContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_primary
}

func (*PrimaryContext) IsPrimaryContext() {}

func NewPrimaryContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *PrimaryContext {
	var p = new(PrimaryContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_primary

	return p
}

func (s *PrimaryContext) GetParser() antlr.Parser { return s.parser }

func (s *PrimaryContext) Group() IGroupContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IGroupContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IGroupContext)
}

func (s *PrimaryContext) Literal() ILiteralContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(ILiteralContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(ILiteralContext)
}

func (s *PrimaryContext) Empty() IEmptyContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IEmptyContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IEmptyContext)
}

func (s *PrimaryContext) External() IExternalContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IExternalContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IExternalContext)
}

func (s *PrimaryContext) Variable() IVariableContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IVariableContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IVariableContext)
}

func (s *PrimaryContext) Instance() IInstanceContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IInstanceContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IInstanceContext)
}

func (s *PrimaryContext) Name() INameContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(INameContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(INameContext)
}

func (s *PrimaryContext) ArgumentList() IArgumentListContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IArgumentListContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IArgumentListContext)
}

func (s *PrimaryContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *PrimaryContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Primary() (localctx IPrimaryContext) {
	localctx = NewPrimaryContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 32, FHIRPathParserRULE_primary)
	var _la int

	p.SetState(187)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}

	switch p.GetInterpreter().AdaptivePredict(p.BaseParser, p.GetTokenStream(), 16, p.GetParserRuleContext()) {
	case 1:
		p.EnterOuterAlt(localctx, 1)
		{
			p.SetState(177)
			p.Group()
		}

	case 2:
		p.EnterOuterAlt(localctx, 2)
		{
			p.SetState(178)
			p.Literal()
		}

	case 3:
		p.EnterOuterAlt(localctx, 3)
		{
			p.SetState(179)
			p.Empty()
		}

	case 4:
		p.EnterOuterAlt(localctx, 4)
		{
			p.SetState(180)
			p.External()
		}

	case 5:
		p.EnterOuterAlt(localctx, 5)
		{
			p.SetState(181)
			p.Variable()
		}

	case 6:
		p.EnterOuterAlt(localctx, 6)
		{
			p.SetState(182)
			p.Instance()
		}

	case 7:
		p.EnterOuterAlt(localctx, 7)
		{
			p.SetState(183)
			p.Name()
		}
		p.SetState(185)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)

		if _la == FHIRPathParserLPAREN {
			{
				p.SetState(184)
				p.ArgumentList()
			}

		}

	case antlr.ATNInvalidAltNumber:
		goto errorExit
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IGroupContext is an interface to support dynamic dispatch.
type IGroupContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	LPAREN() antlr.TerminalNode
	Expression() IExpressionContext
	RPAREN() antlr.TerminalNode

	// IsGroupContext differentiates from other interfaces.
	IsGroupContext()
}

type GroupContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyGroupContext() *GroupContext {
	var p = new(GroupContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_group
	return p
}

func InitEmptyGroupContext(p *GroupContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_group
}

func (*GroupContext) IsGroupContext() {}

func NewGroupContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *GroupContext {
	var p = new(GroupContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_group

	return p
}

func (s *GroupContext) GetParser() antlr.Parser { return s.parser }

func (s *GroupContext) LPAREN() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserLPAREN, 0)
}

func (s *GroupContext) Expression() IExpressionContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IExpressionContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IExpressionContext)
}

func (s *GroupContext) RPAREN() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserRPAREN, 0)
}

func (s *GroupContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *GroupContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Group() (localctx IGroupContext) {
	localctx = NewGroupContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 34, FHIRPathParserRULE_group)
	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(189)
		p.Match(FHIRPathParserLPAREN)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}
	{
		p.SetState(190)
		p.Expression()
	}
	{
		p.SetState(191)
		p.Match(FHIRPathParserRPAREN)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IEmptyContext is an interface to support dynamic dispatch.
type IEmptyContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	LBRACE() antlr.TerminalNode
	RBRACE() antlr.TerminalNode

	// IsEmptyContext differentiates from other interfaces.
	IsEmptyContext()
}

type EmptyContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyEmptyContext() *EmptyContext {
	var p = new(EmptyContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_empty
	return p
}

func InitEmptyEmptyContext(p *EmptyContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_empty
}

func (*EmptyContext) IsEmptyContext() {}

func NewEmptyContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *EmptyContext {
	var p = new(EmptyContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_empty

	return p
}

func (s *EmptyContext) GetParser() antlr.Parser { return s.parser }

func (s *EmptyContext) LBRACE() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserLBRACE, 0)
}

func (s *EmptyContext) RBRACE() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserRBRACE, 0)
}

func (s *EmptyContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *EmptyContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Empty() (localctx IEmptyContext) {
	localctx = NewEmptyContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 36, FHIRPathParserRULE_empty)
	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(193)
		p.Match(FHIRPathParserLBRACE)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}
	{
		p.SetState(194)
		p.Match(FHIRPathParserRBRACE)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IExternalContext is an interface to support dynamic dispatch.
type IExternalContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	PERCENT() antlr.TerminalNode
	MemberName() IMemberNameContext
	STRING() antlr.TerminalNode

	// IsExternalContext differentiates from other interfaces.
	IsExternalContext()
}

type ExternalContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyExternalContext() *ExternalContext {
	var p = new(ExternalContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_external
	return p
}

func InitEmptyExternalContext(p *ExternalContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_external
}

func (*ExternalContext) IsExternalContext() {}

func NewExternalContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *ExternalContext {
	var p = new(ExternalContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_external

	return p
}

func (s *ExternalContext) GetParser() antlr.Parser { return s.parser }

func (s *ExternalContext) PERCENT() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserPERCENT, 0)
}

func (s *ExternalContext) MemberName() IMemberNameContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IMemberNameContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IMemberNameContext)
}

func (s *ExternalContext) STRING() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserSTRING, 0)
}

func (s *ExternalContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *ExternalContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) External() (localctx IExternalContext) {
	localctx = NewExternalContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 38, FHIRPathParserRULE_external)
	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(196)
		p.Match(FHIRPathParserPERCENT)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}
	p.SetState(199)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}

	switch p.GetTokenStream().LA(1) {
	case FHIRPathParserAND, FHIRPathParserAS, FHIRPathParserASC, FHIRPathParserCONTAINS, FHIRPathParserDESC, FHIRPathParserDIV, FHIRPathParserFALSE, FHIRPathParserIMPLIES, FHIRPathParserIN, FHIRPathParserIS, FHIRPathParserMOD, FHIRPathParserOR, FHIRPathParserTRUE, FHIRPathParserXOR, FHIRPathParserUNIT, FHIRPathParserDELIMITED, FHIRPathParserIDENTIFIER:
		{
			p.SetState(197)
			p.MemberName()
		}

	case FHIRPathParserSTRING:
		{
			p.SetState(198)
			p.Match(FHIRPathParserSTRING)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	default:
		p.SetError(antlr.NewNoViableAltException(p, nil, nil, nil, nil, nil))
		goto errorExit
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IVariableContext is an interface to support dynamic dispatch.
type IVariableContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	THIS() antlr.TerminalNode
	INDEX() antlr.TerminalNode
	TOTAL() antlr.TerminalNode

	// IsVariableContext differentiates from other interfaces.
	IsVariableContext()
}

type VariableContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyVariableContext() *VariableContext {
	var p = new(VariableContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_variable
	return p
}

func InitEmptyVariableContext(p *VariableContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_variable
}

func (*VariableContext) IsVariableContext() {}

func NewVariableContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *VariableContext {
	var p = new(VariableContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_variable

	return p
}

func (s *VariableContext) GetParser() antlr.Parser { return s.parser }

func (s *VariableContext) THIS() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserTHIS, 0)
}

func (s *VariableContext) INDEX() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserINDEX, 0)
}

func (s *VariableContext) TOTAL() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserTOTAL, 0)
}

func (s *VariableContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *VariableContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Variable() (localctx IVariableContext) {
	localctx = NewVariableContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 40, FHIRPathParserRULE_variable)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(201)
		_la = p.GetTokenStream().LA(1)

		if !((int64(_la) & ^0x3f) == 0 && ((int64(1)<<_la)&458752) != 0) {
			p.GetErrorHandler().RecoverInline(p)
		} else {
			p.GetErrorHandler().ReportMatch(p)
			p.Consume()
		}
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IArgumentListContext is an interface to support dynamic dispatch.
type IArgumentListContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	LPAREN() antlr.TerminalNode
	RPAREN() antlr.TerminalNode
	Arguments() IArgumentsContext

	// IsArgumentListContext differentiates from other interfaces.
	IsArgumentListContext()
}

type ArgumentListContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyArgumentListContext() *ArgumentListContext {
	var p = new(ArgumentListContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_argumentList
	return p
}

func InitEmptyArgumentListContext(p *ArgumentListContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_argumentList
}

func (*ArgumentListContext) IsArgumentListContext() {}

func NewArgumentListContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *ArgumentListContext {
	var p = new(ArgumentListContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_argumentList

	return p
}

func (s *ArgumentListContext) GetParser() antlr.Parser { return s.parser }

func (s *ArgumentListContext) LPAREN() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserLPAREN, 0)
}

func (s *ArgumentListContext) RPAREN() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserRPAREN, 0)
}

func (s *ArgumentListContext) Arguments() IArgumentsContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IArgumentsContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IArgumentsContext)
}

func (s *ArgumentListContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *ArgumentListContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) ArgumentList() (localctx IArgumentListContext) {
	localctx = NewArgumentListContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 42, FHIRPathParserRULE_argumentList)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(203)
		p.Match(FHIRPathParserLPAREN)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}
	p.SetState(205)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	if (int64(_la) & ^0x3f) == 0 && ((int64(1)<<_la)&4494981910210236) != 0 {
		{
			p.SetState(204)
			p.Arguments()
		}

	}
	{
		p.SetState(207)
		p.Match(FHIRPathParserRPAREN)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IArgumentsContext is an interface to support dynamic dispatch.
type IArgumentsContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	AllArgument() []IArgumentContext
	Argument(i int) IArgumentContext
	AllCOMMA() []antlr.TerminalNode
	COMMA(i int) antlr.TerminalNode

	// IsArgumentsContext differentiates from other interfaces.
	IsArgumentsContext()
}

type ArgumentsContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyArgumentsContext() *ArgumentsContext {
	var p = new(ArgumentsContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_arguments
	return p
}

func InitEmptyArgumentsContext(p *ArgumentsContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_arguments
}

func (*ArgumentsContext) IsArgumentsContext() {}

func NewArgumentsContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *ArgumentsContext {
	var p = new(ArgumentsContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_arguments

	return p
}

func (s *ArgumentsContext) GetParser() antlr.Parser { return s.parser }

func (s *ArgumentsContext) AllArgument() []IArgumentContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(IArgumentContext); ok {
			len++
		}
	}

	tst := make([]IArgumentContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(IArgumentContext); ok {
			tst[i] = t.(IArgumentContext)
			i++
		}
	}

	return tst
}

func (s *ArgumentsContext) Argument(i int) IArgumentContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IArgumentContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(IArgumentContext)
}

func (s *ArgumentsContext) AllCOMMA() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserCOMMA)
}

func (s *ArgumentsContext) COMMA(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserCOMMA, i)
}

func (s *ArgumentsContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *ArgumentsContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Arguments() (localctx IArgumentsContext) {
	localctx = NewArgumentsContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 44, FHIRPathParserRULE_arguments)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(209)
		p.Argument()
	}
	p.SetState(214)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for _la == FHIRPathParserCOMMA {
		{
			p.SetState(210)
			p.Match(FHIRPathParserCOMMA)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}
		{
			p.SetState(211)
			p.Argument()
		}

		p.SetState(216)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IArgumentContext is an interface to support dynamic dispatch.
type IArgumentContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	Expression() IExpressionContext
	ASC() antlr.TerminalNode
	DESC() antlr.TerminalNode

	// IsArgumentContext differentiates from other interfaces.
	IsArgumentContext()
}

type ArgumentContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyArgumentContext() *ArgumentContext {
	var p = new(ArgumentContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_argument
	return p
}

func InitEmptyArgumentContext(p *ArgumentContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_argument
}

func (*ArgumentContext) IsArgumentContext() {}

func NewArgumentContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *ArgumentContext {
	var p = new(ArgumentContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_argument

	return p
}

func (s *ArgumentContext) GetParser() antlr.Parser { return s.parser }

func (s *ArgumentContext) Expression() IExpressionContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IExpressionContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IExpressionContext)
}

func (s *ArgumentContext) ASC() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserASC, 0)
}

func (s *ArgumentContext) DESC() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserDESC, 0)
}

func (s *ArgumentContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *ArgumentContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Argument() (localctx IArgumentContext) {
	localctx = NewArgumentContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 46, FHIRPathParserRULE_argument)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(217)
		p.Expression()
	}
	p.SetState(219)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	if _la == FHIRPathParserASC || _la == FHIRPathParserDESC {
		{
			p.SetState(218)
			_la = p.GetTokenStream().LA(1)

			if !(_la == FHIRPathParserASC || _la == FHIRPathParserDESC) {
				p.GetErrorHandler().RecoverInline(p)
			} else {
				p.GetErrorHandler().ReportMatch(p)
				p.Consume()
			}
		}

	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IInstanceContext is an interface to support dynamic dispatch.
type IInstanceContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	TypeName() ITypeNameContext
	LBRACE() antlr.TerminalNode
	RBRACE() antlr.TerminalNode
	COLON() antlr.TerminalNode
	Fields() IFieldsContext

	// IsInstanceContext differentiates from other interfaces.
	IsInstanceContext()
}

type InstanceContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyInstanceContext() *InstanceContext {
	var p = new(InstanceContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_instance
	return p
}

func InitEmptyInstanceContext(p *InstanceContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_instance
}

func (*InstanceContext) IsInstanceContext() {}

func NewInstanceContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *InstanceContext {
	var p = new(InstanceContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_instance

	return p
}

func (s *InstanceContext) GetParser() antlr.Parser { return s.parser }

func (s *InstanceContext) TypeName() ITypeNameContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(ITypeNameContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(ITypeNameContext)
}

func (s *InstanceContext) LBRACE() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserLBRACE, 0)
}

func (s *InstanceContext) RBRACE() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserRBRACE, 0)
}

func (s *InstanceContext) COLON() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserCOLON, 0)
}

func (s *InstanceContext) Fields() IFieldsContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IFieldsContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IFieldsContext)
}

func (s *InstanceContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *InstanceContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Instance() (localctx IInstanceContext) {
	localctx = NewInstanceContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 48, FHIRPathParserRULE_instance)
	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(221)
		p.TypeName()
	}
	{
		p.SetState(222)
		p.Match(FHIRPathParserLBRACE)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}
	p.SetState(225)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}

	switch p.GetTokenStream().LA(1) {
	case FHIRPathParserCOLON:
		{
			p.SetState(223)
			p.Match(FHIRPathParserCOLON)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserAND, FHIRPathParserAS, FHIRPathParserASC, FHIRPathParserCONTAINS, FHIRPathParserDESC, FHIRPathParserDIV, FHIRPathParserFALSE, FHIRPathParserIMPLIES, FHIRPathParserIN, FHIRPathParserIS, FHIRPathParserMOD, FHIRPathParserOR, FHIRPathParserTRUE, FHIRPathParserXOR, FHIRPathParserUNIT, FHIRPathParserDELIMITED, FHIRPathParserIDENTIFIER:
		{
			p.SetState(224)
			p.Fields()
		}

	default:
		p.SetError(antlr.NewNoViableAltException(p, nil, nil, nil, nil, nil))
		goto errorExit
	}
	{
		p.SetState(227)
		p.Match(FHIRPathParserRBRACE)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IFieldsContext is an interface to support dynamic dispatch.
type IFieldsContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	AllField() []IFieldContext
	Field(i int) IFieldContext
	AllCOMMA() []antlr.TerminalNode
	COMMA(i int) antlr.TerminalNode

	// IsFieldsContext differentiates from other interfaces.
	IsFieldsContext()
}

type FieldsContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyFieldsContext() *FieldsContext {
	var p = new(FieldsContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_fields
	return p
}

func InitEmptyFieldsContext(p *FieldsContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_fields
}

func (*FieldsContext) IsFieldsContext() {}

func NewFieldsContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *FieldsContext {
	var p = new(FieldsContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_fields

	return p
}

func (s *FieldsContext) GetParser() antlr.Parser { return s.parser }

func (s *FieldsContext) AllField() []IFieldContext {
	children := s.GetChildren()
	len := 0
	for _, ctx := range children {
		if _, ok := ctx.(IFieldContext); ok {
			len++
		}
	}

	tst := make([]IFieldContext, len)
	i := 0
	for _, ctx := range children {
		if t, ok := ctx.(IFieldContext); ok {
			tst[i] = t.(IFieldContext)
			i++
		}
	}

	return tst
}

func (s *FieldsContext) Field(i int) IFieldContext {
	var t antlr.RuleContext
	j := 0
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IFieldContext); ok {
			if j == i {
				t = ctx.(antlr.RuleContext)
				break
			}
			j++
		}
	}

	if t == nil {
		return nil
	}

	return t.(IFieldContext)
}

func (s *FieldsContext) AllCOMMA() []antlr.TerminalNode {
	return s.GetTokens(FHIRPathParserCOMMA)
}

func (s *FieldsContext) COMMA(i int) antlr.TerminalNode {
	return s.GetToken(FHIRPathParserCOMMA, i)
}

func (s *FieldsContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *FieldsContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Fields() (localctx IFieldsContext) {
	localctx = NewFieldsContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 50, FHIRPathParserRULE_fields)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(229)
		p.Field()
	}
	p.SetState(234)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	for _la == FHIRPathParserCOMMA {
		{
			p.SetState(230)
			p.Match(FHIRPathParserCOMMA)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}
		{
			p.SetState(231)
			p.Field()
		}

		p.SetState(236)
		p.GetErrorHandler().Sync(p)
		if p.HasError() {
			goto errorExit
		}
		_la = p.GetTokenStream().LA(1)
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IFieldContext is an interface to support dynamic dispatch.
type IFieldContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	MemberName() IMemberNameContext
	COLON() antlr.TerminalNode
	Expression() IExpressionContext

	// IsFieldContext differentiates from other interfaces.
	IsFieldContext()
}

type FieldContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyFieldContext() *FieldContext {
	var p = new(FieldContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_field
	return p
}

func InitEmptyFieldContext(p *FieldContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_field
}

func (*FieldContext) IsFieldContext() {}

func NewFieldContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *FieldContext {
	var p = new(FieldContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_field

	return p
}

func (s *FieldContext) GetParser() antlr.Parser { return s.parser }

func (s *FieldContext) MemberName() IMemberNameContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IMemberNameContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IMemberNameContext)
}

func (s *FieldContext) COLON() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserCOLON, 0)
}

func (s *FieldContext) Expression() IExpressionContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IExpressionContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IExpressionContext)
}

func (s *FieldContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *FieldContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Field() (localctx IFieldContext) {
	localctx = NewFieldContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 52, FHIRPathParserRULE_field)
	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(237)
		p.MemberName()
	}
	{
		p.SetState(238)
		p.Match(FHIRPathParserCOLON)
		if p.HasError() {
			// Recognition error - abort rule
			goto errorExit
		}
	}
	{
		p.SetState(239)
		p.Expression()
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// ITypeNameContext is an interface to support dynamic dispatch.
type ITypeNameContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	Name() INameContext
	DOT() antlr.TerminalNode
	MemberName() IMemberNameContext

	// IsTypeNameContext differentiates from other interfaces.
	IsTypeNameContext()
}

type TypeNameContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyTypeNameContext() *TypeNameContext {
	var p = new(TypeNameContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_typeName
	return p
}

func InitEmptyTypeNameContext(p *TypeNameContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_typeName
}

func (*TypeNameContext) IsTypeNameContext() {}

func NewTypeNameContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *TypeNameContext {
	var p = new(TypeNameContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_typeName

	return p
}

func (s *TypeNameContext) GetParser() antlr.Parser { return s.parser }

func (s *TypeNameContext) Name() INameContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(INameContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(INameContext)
}

func (s *TypeNameContext) DOT() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserDOT, 0)
}

func (s *TypeNameContext) MemberName() IMemberNameContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(IMemberNameContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(IMemberNameContext)
}

func (s *TypeNameContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *TypeNameContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) TypeName() (localctx ITypeNameContext) {
	localctx = NewTypeNameContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 54, FHIRPathParserRULE_typeName)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(241)
		p.Name()
	}
	p.SetState(244)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	if _la == FHIRPathParserDOT {
		{
			p.SetState(242)
			p.Match(FHIRPathParserDOT)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}
		{
			p.SetState(243)
			p.MemberName()
		}

	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// ILiteralContext is an interface to support dynamic dispatch.
type ILiteralContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	TRUE() antlr.TerminalNode
	FALSE() antlr.TerminalNode
	STRING() antlr.TerminalNode
	LONG() antlr.TerminalNode
	DATE() antlr.TerminalNode
	DATETIME() antlr.TerminalNode
	TIME() antlr.TerminalNode
	Number() INumberContext

	// IsLiteralContext differentiates from other interfaces.
	IsLiteralContext()
}

type LiteralContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyLiteralContext() *LiteralContext {
	var p = new(LiteralContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_literal
	return p
}

func InitEmptyLiteralContext(p *LiteralContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_literal
}

func (*LiteralContext) IsLiteralContext() {}

func NewLiteralContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *LiteralContext {
	var p = new(LiteralContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_literal

	return p
}

func (s *LiteralContext) GetParser() antlr.Parser { return s.parser }

func (s *LiteralContext) TRUE() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserTRUE, 0)
}

func (s *LiteralContext) FALSE() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserFALSE, 0)
}

func (s *LiteralContext) STRING() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserSTRING, 0)
}

func (s *LiteralContext) LONG() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserLONG, 0)
}

func (s *LiteralContext) DATE() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserDATE, 0)
}

func (s *LiteralContext) DATETIME() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserDATETIME, 0)
}

func (s *LiteralContext) TIME() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserTIME, 0)
}

func (s *LiteralContext) Number() INumberContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(INumberContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(INumberContext)
}

func (s *LiteralContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *LiteralContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Literal() (localctx ILiteralContext) {
	localctx = NewLiteralContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 56, FHIRPathParserRULE_literal)
	p.SetState(254)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}

	switch p.GetTokenStream().LA(1) {
	case FHIRPathParserTRUE:
		p.EnterOuterAlt(localctx, 1)
		{
			p.SetState(246)
			p.Match(FHIRPathParserTRUE)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserFALSE:
		p.EnterOuterAlt(localctx, 2)
		{
			p.SetState(247)
			p.Match(FHIRPathParserFALSE)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserSTRING:
		p.EnterOuterAlt(localctx, 3)
		{
			p.SetState(248)
			p.Match(FHIRPathParserSTRING)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserLONG:
		p.EnterOuterAlt(localctx, 4)
		{
			p.SetState(249)
			p.Match(FHIRPathParserLONG)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserDATE:
		p.EnterOuterAlt(localctx, 5)
		{
			p.SetState(250)
			p.Match(FHIRPathParserDATE)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserDATETIME:
		p.EnterOuterAlt(localctx, 6)
		{
			p.SetState(251)
			p.Match(FHIRPathParserDATETIME)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserTIME:
		p.EnterOuterAlt(localctx, 7)
		{
			p.SetState(252)
			p.Match(FHIRPathParserTIME)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserINTEGER, FHIRPathParserDECIMAL:
		p.EnterOuterAlt(localctx, 8)
		{
			p.SetState(253)
			p.Number()
		}

	default:
		p.SetError(antlr.NewNoViableAltException(p, nil, nil, nil, nil, nil))
		goto errorExit
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// INumberContext is an interface to support dynamic dispatch.
type INumberContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	INTEGER() antlr.TerminalNode
	DECIMAL() antlr.TerminalNode
	STRING() antlr.TerminalNode
	UNIT() antlr.TerminalNode

	// IsNumberContext differentiates from other interfaces.
	IsNumberContext()
}

type NumberContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyNumberContext() *NumberContext {
	var p = new(NumberContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_number
	return p
}

func InitEmptyNumberContext(p *NumberContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_number
}

func (*NumberContext) IsNumberContext() {}

func NewNumberContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *NumberContext {
	var p = new(NumberContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_number

	return p
}

func (s *NumberContext) GetParser() antlr.Parser { return s.parser }

func (s *NumberContext) INTEGER() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserINTEGER, 0)
}

func (s *NumberContext) DECIMAL() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserDECIMAL, 0)
}

func (s *NumberContext) STRING() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserSTRING, 0)
}

func (s *NumberContext) UNIT() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserUNIT, 0)
}

func (s *NumberContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *NumberContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Number() (localctx INumberContext) {
	localctx = NewNumberContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 58, FHIRPathParserRULE_number)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(256)
		_la = p.GetTokenStream().LA(1)

		if !(_la == FHIRPathParserINTEGER || _la == FHIRPathParserDECIMAL) {
			p.GetErrorHandler().RecoverInline(p)
		} else {
			p.GetErrorHandler().ReportMatch(p)
			p.Consume()
		}
	}
	p.SetState(258)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}
	_la = p.GetTokenStream().LA(1)

	if _la == FHIRPathParserUNIT || _la == FHIRPathParserSTRING {
		{
			p.SetState(257)
			_la = p.GetTokenStream().LA(1)

			if !(_la == FHIRPathParserUNIT || _la == FHIRPathParserSTRING) {
				p.GetErrorHandler().RecoverInline(p)
			} else {
				p.GetErrorHandler().ReportMatch(p)
				p.Consume()
			}
		}

	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// INameContext is an interface to support dynamic dispatch.
type INameContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	IDENTIFIER() antlr.TerminalNode
	DELIMITED() antlr.TerminalNode
	AS() antlr.TerminalNode
	CONTAINS() antlr.TerminalNode
	IN() antlr.TerminalNode
	IS() antlr.TerminalNode
	UNIT() antlr.TerminalNode
	ASC() antlr.TerminalNode
	DESC() antlr.TerminalNode

	// IsNameContext differentiates from other interfaces.
	IsNameContext()
}

type NameContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyNameContext() *NameContext {
	var p = new(NameContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_name
	return p
}

func InitEmptyNameContext(p *NameContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_name
}

func (*NameContext) IsNameContext() {}

func NewNameContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *NameContext {
	var p = new(NameContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_name

	return p
}

func (s *NameContext) GetParser() antlr.Parser { return s.parser }

func (s *NameContext) IDENTIFIER() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserIDENTIFIER, 0)
}

func (s *NameContext) DELIMITED() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserDELIMITED, 0)
}

func (s *NameContext) AS() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserAS, 0)
}

func (s *NameContext) CONTAINS() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserCONTAINS, 0)
}

func (s *NameContext) IN() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserIN, 0)
}

func (s *NameContext) IS() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserIS, 0)
}

func (s *NameContext) UNIT() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserUNIT, 0)
}

func (s *NameContext) ASC() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserASC, 0)
}

func (s *NameContext) DESC() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserDESC, 0)
}

func (s *NameContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *NameContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) Name() (localctx INameContext) {
	localctx = NewNameContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 60, FHIRPathParserRULE_name)
	var _la int

	p.EnterOuterAlt(localctx, 1)
	{
		p.SetState(260)
		_la = p.GetTokenStream().LA(1)

		if !((int64(_la) & ^0x3f) == 0 && ((int64(1)<<_la)&3377699720562236) != 0) {
			p.GetErrorHandler().RecoverInline(p)
		} else {
			p.GetErrorHandler().ReportMatch(p)
			p.Consume()
		}
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}

// IMemberNameContext is an interface to support dynamic dispatch.
type IMemberNameContext interface {
	antlr.ParserRuleContext

	// GetParser returns the parser.
	GetParser() antlr.Parser

	// Getter signatures
	Name() INameContext
	AND() antlr.TerminalNode
	DIV() antlr.TerminalNode
	FALSE() antlr.TerminalNode
	IMPLIES() antlr.TerminalNode
	MOD() antlr.TerminalNode
	OR() antlr.TerminalNode
	TRUE() antlr.TerminalNode
	XOR() antlr.TerminalNode

	// IsMemberNameContext differentiates from other interfaces.
	IsMemberNameContext()
}

type MemberNameContext struct {
	antlr.BaseParserRuleContext
	parser antlr.Parser
}

func NewEmptyMemberNameContext() *MemberNameContext {
	var p = new(MemberNameContext)
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_memberName
	return p
}

func InitEmptyMemberNameContext(p *MemberNameContext) {
	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, nil, -1)
	p.RuleIndex = FHIRPathParserRULE_memberName
}

func (*MemberNameContext) IsMemberNameContext() {}

func NewMemberNameContext(parser antlr.Parser, parent antlr.ParserRuleContext, invokingState int) *MemberNameContext {
	var p = new(MemberNameContext)

	antlr.InitBaseParserRuleContext(&p.BaseParserRuleContext, parent, invokingState)

	p.parser = parser
	p.RuleIndex = FHIRPathParserRULE_memberName

	return p
}

func (s *MemberNameContext) GetParser() antlr.Parser { return s.parser }

func (s *MemberNameContext) Name() INameContext {
	var t antlr.RuleContext
	for _, ctx := range s.GetChildren() {
		if _, ok := ctx.(INameContext); ok {
			t = ctx.(antlr.RuleContext)
			break
		}
	}

	if t == nil {
		return nil
	}

	return t.(INameContext)
}

func (s *MemberNameContext) AND() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserAND, 0)
}

func (s *MemberNameContext) DIV() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserDIV, 0)
}

func (s *MemberNameContext) FALSE() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserFALSE, 0)
}

func (s *MemberNameContext) IMPLIES() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserIMPLIES, 0)
}

func (s *MemberNameContext) MOD() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserMOD, 0)
}

func (s *MemberNameContext) OR() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserOR, 0)
}

func (s *MemberNameContext) TRUE() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserTRUE, 0)
}

func (s *MemberNameContext) XOR() antlr.TerminalNode {
	return s.GetToken(FHIRPathParserXOR, 0)
}

func (s *MemberNameContext) GetRuleContext() antlr.RuleContext {
	return s
}

func (s *MemberNameContext) ToStringTree(ruleNames []string, recog antlr.Recognizer) string {
	return antlr.TreesStringTree(s, ruleNames, recog)
}

func (p *FHIRPathParser) MemberName() (localctx IMemberNameContext) {
	localctx = NewMemberNameContext(p, p.GetParserRuleContext(), p.GetState())
	p.EnterRule(localctx, 62, FHIRPathParserRULE_memberName)
	p.SetState(271)
	p.GetErrorHandler().Sync(p)
	if p.HasError() {
		goto errorExit
	}

	switch p.GetTokenStream().LA(1) {
	case FHIRPathParserAS, FHIRPathParserASC, FHIRPathParserCONTAINS, FHIRPathParserDESC, FHIRPathParserIN, FHIRPathParserIS, FHIRPathParserUNIT, FHIRPathParserDELIMITED, FHIRPathParserIDENTIFIER:
		p.EnterOuterAlt(localctx, 1)
		{
			p.SetState(262)
			p.Name()
		}

	case FHIRPathParserAND:
		p.EnterOuterAlt(localctx, 2)
		{
			p.SetState(263)
			p.Match(FHIRPathParserAND)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserDIV:
		p.EnterOuterAlt(localctx, 3)
		{
			p.SetState(264)
			p.Match(FHIRPathParserDIV)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserFALSE:
		p.EnterOuterAlt(localctx, 4)
		{
			p.SetState(265)
			p.Match(FHIRPathParserFALSE)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserIMPLIES:
		p.EnterOuterAlt(localctx, 5)
		{
			p.SetState(266)
			p.Match(FHIRPathParserIMPLIES)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserMOD:
		p.EnterOuterAlt(localctx, 6)
		{
			p.SetState(267)
			p.Match(FHIRPathParserMOD)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserOR:
		p.EnterOuterAlt(localctx, 7)
		{
			p.SetState(268)
			p.Match(FHIRPathParserOR)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserTRUE:
		p.EnterOuterAlt(localctx, 8)
		{
			p.SetState(269)
			p.Match(FHIRPathParserTRUE)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	case FHIRPathParserXOR:
		p.EnterOuterAlt(localctx, 9)
		{
			p.SetState(270)
			p.Match(FHIRPathParserXOR)
			if p.HasError() {
				// Recognition error - abort rule
				goto errorExit
			}
		}

	default:
		p.SetError(antlr.NewNoViableAltException(p, nil, nil, nil, nil, nil))
		goto errorExit
	}

errorExit:
	if p.HasError() {
		v := p.GetError()
		localctx.SetException(v)
		p.GetErrorHandler().ReportError(p, v)
		p.GetErrorHandler().Recover(p, v)
		p.SetError(nil)
	}
	p.ExitRule()
	return localctx
	goto errorExit // Trick to prevent compiler error if the label is not used
}
