// The grammar of FHIRPath, written from the prose of https://build.fhir.org/ig/HL7/FHIRPath ("Expressions",
// "Operator precedence", "Lexical Elements", and the draft sections on sort and on instance selectors).
//
// There is one rule for each level of precedence, from the loosest to the tightest, so that
//   - every decision is taken from the next few tokens alone, whatever the calling rule (SLL is enough), and
//   - a chain of a thousand operators is one rule with a thousand operands, not a tree a thousand levels deep.
//
// Some rules admit a little more than the language, because package parse can then say what is wrong: a sort
// direction in a call other than sort, dates like 31 February, a string whose surrogates do not pair up.
grammar FHIRPath;

source
    : expression EOF
    ;

expression
    : implication
    ;

implication
    : disjunction ( IMPLIES disjunction )*
    ;

disjunction
    : conjunction ( ( OR | XOR ) conjunction )*
    ;

conjunction
    : membership ( AND membership )*
    ;

membership
    : equality ( ( IN | CONTAINS ) equality )*
    ;

equality
    : inequality ( ( EQUAL | NOT_EQUAL | EQUIVALENT | NOT_EQUIVALENT ) inequality )*
    ;

inequality
    : union ( ( LESS | LESS_OR_EQUAL | GREATER | GREATER_OR_EQUAL ) union )*
    ;

union
    : typeTest ( PIPE typeTest )*
    ;

typeTest
    : sum ( ( IS | AS ) typeName )*
    ;

sum
    : product ( ( PLUS | MINUS | AMPERSAND ) product )*
    ;

product
    : signed ( ( STAR | SLASH | DIV | MOD ) signed )*
    ;

signed
    : ( PLUS | MINUS )* path
    ;

path
    : primary ( step | index )*
    ;

step
    : DOT ( memberName argumentList? | variable )
    ;

index
    : LBRACKET expression RBRACKET
    ;

primary
    : group
    | literal
    | empty
    | external
    | variable
    | instance
    | name argumentList?
    ;

group
    : LPAREN expression RPAREN
    ;

empty
    : LBRACE RBRACE
    ;

external
    : PERCENT ( memberName | STRING )
    ;

variable
    : THIS
    | INDEX
    | TOTAL
    ;

argumentList
    : LPAREN arguments? RPAREN
    ;

arguments
    : argument ( COMMA argument )*
    ;

argument
    : expression ( ASC | DESC )?
    ;

// An instance without fields has a lone colon, to tell it from a name followed by the empty collection.
instance
    : typeName LBRACE ( COLON | fields ) RBRACE
    ;

fields
    : field ( COMMA field )*
    ;

field
    : memberName COLON expression
    ;

typeName
    : name ( DOT memberName )?
    ;

literal
    : TRUE
    | FALSE
    | STRING
    | LONG
    | DATE
    | DATETIME
    | TIME
    | number
    ;

// An integer or decimal, or, with a unit, a quantity.
number
    : ( INTEGER | DECIMAL ) ( STRING | UNIT )?
    ;

// The words of the language that are names wherever a name can stand. The specification's text lists as, contains and
// is, its formal grammar also has in; units and sort directions have a meaning only behind a number or a key.
name
    : IDENTIFIER
    | DELIMITED
    | AS
    | CONTAINS
    | IN
    | IS
    | UNIT
    | ASC
    | DESC
    ;

// Where only a name can stand, every word is one: text.div, not text.`div`.
memberName
    : name
    | AND
    | DIV
    | FALSE
    | IMPLIES
    | MOD
    | OR
    | TRUE
    | XOR
    ;

// Words. They come before IDENTIFIER: of two rules that match the same text the lexer takes the first.

AND      : 'and' ;
AS       : 'as' ;
ASC      : 'asc' ;
CONTAINS : 'contains' ;
DESC     : 'desc' ;
DIV      : 'div' ;
FALSE    : 'false' ;
IMPLIES  : 'implies' ;
IN       : 'in' ;
IS       : 'is' ;
MOD      : 'mod' ;
OR       : 'or' ;
TRUE     : 'true' ;
XOR      : 'xor' ;

UNIT
    : ( 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond' ) 's'?
    ;

THIS  : '$this' ;
INDEX : '$index' ;
TOTAL : '$total' ;

// Symbols.

AMPERSAND        : '&' ;
COLON            : ':' ;
COMMA            : ',' ;
DOT              : '.' ;
EQUAL            : '=' ;
EQUIVALENT       : '~' ;
GREATER          : '>' ;
GREATER_OR_EQUAL : '>=' ;
LBRACE           : '{' ;
LBRACKET         : '[' ;
LESS             : '<' ;
LESS_OR_EQUAL    : '<=' ;
LPAREN           : '(' ;
MINUS            : '-' ;
NOT_EQUAL        : '!=' ;
NOT_EQUIVALENT   : '!~' ;
PERCENT          : '%' ;
PIPE             : '|' ;
PLUS             : '+' ;
RBRACE           : '}' ;
RBRACKET         : ']' ;
RPAREN           : ')' ;
SLASH            : '/' ;
STAR             : '*' ;

// Literals and names.

INTEGER  : DIGIT+ ;
LONG     : DIGIT+ 'L' ;
DECIMAL  : DIGIT+ '.' DIGIT+ ;
DATE     : '@' CALENDAR_DATE ;
DATETIME : '@' CALENDAR_DATE 'T' ( CLOCK_TIME ZONE? )? ;
TIME     : '@T' CLOCK_TIME ;

// A backslash before the closing quote escapes it where that leaves another quote to close the string, and is
// ignored where it does not: '\' alone is the empty string.
STRING    : '\'' ( ESCAPE | ~['\\] )* '\\'? '\'' ;
DELIMITED : '`' ( ESCAPE | ~[`\\] )* '\\'? '`' ;

IDENTIFIER : [A-Za-z_] [A-Za-z0-9_]* ;

// What separates tokens.

SPACE         : [ \t\r\n]+ -> skip ;
LINE_COMMENT  : '//' ~[\r\n]* -> skip ;
BLOCK_COMMENT : '/*' .*? '*/' -> skip ;

// What is wrong, matched so that every source is a sequence of tokens and package parse can put a name to it. No rule
// above uses these. A comment that is not closed takes all the rest, which would otherwise be searched for an end again
// and again.

ZONED_TIME        : '@T' CLOCK_TIME ZONE ;
BAD_DATE          : '@'+ ;
BAD_VARIABLE      : '$' [A-Za-z0-9_]* ;
DOUBLE_QUOTED     : '"' ~["]* '"' ;
OPEN_STRING       : '\'' ;
OPEN_NAME         : '`' ;
OPEN_COMMENT      : '/*' ( ~'*' | '*'+ ~[*/] )* '*'* ;
UNKNOWN_CHARACTER : . ;

fragment DIGIT : [0-9] ;
fragment TWO   : DIGIT DIGIT ;

fragment CALENDAR_DATE : TWO TWO ( '-' TWO ( '-' TWO )? )? ;
fragment CLOCK_TIME    : TWO ( ':' TWO ( ':' TWO ( '.' DIGIT+ )? )? )? ;
fragment ZONE          : 'Z' | [+-] TWO ':' TWO ;

fragment ESCAPE : '\\' . ;
