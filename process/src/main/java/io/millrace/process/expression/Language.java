package io.millrace.process.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may be written in an expression: every operator and function, of which types it is and how it is used.
 *
 * <p>Whole and real numbers mix freely. CEL takes a name with several signatures for several overloads, chosen by the
 * checker; each has to be told apart from the others, so the mixtures are spelled out.
 */
final class Language {

    private static final CelType BOOL = SimpleType.BOOL;
    private static final CelType INT = SimpleType.INT;
    private static final CelType REAL = SimpleType.DOUBLE;
    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType ANY = SimpleType.DYN;
    private static final CelType NOTHING = SimpleType.NULL_TYPE;
    private static final CelType ELEMENT = TypeParamType.create("A");
    private static final List<CelType> NUMBERS = List.of(INT, REAL);
    private static final List<CelType> SCALARS = List.of(BOOL, INT, REAL, TEXT);

    /** What CEL has as loops. */
    static final Set<String> LOOPS = Set.of("all", "exists", "exists_one", "existsOne", "filter", "map");

    private final Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();
    private final Map<String, String> usages = new LinkedHashMap<>();
    private final List<CelFunctionDecl> declarations = new ArrayList<>();

    private static final Language LANGUAGE = new Language();

    private Language() {
        conditions();
        arithmetic();
        maths();
        conversions();
        texts();
        times();
        overloads.forEach(
                (name, known) -> declarations.add(CelFunctionDecl.newFunctionDeclaration(name, List.copyOf(known))));
    }

    static List<CelFunctionDecl> declarations() {
        return LANGUAGE.declarations;
    }

    /** How functions are used, by name: {@code round(number) or round(number, places)}. */
    static Map<String, String> usages() {
        return LANGUAGE.usages;
    }

    private void conditions() {
        global("_&&_", BOOL, BOOL, BOOL);
        global("_||_", BOOL, BOOL, BOOL);
        global("!_", BOOL, BOOL);
        for (String name : List.of("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_")) {
            combinations(2, false).forEach(numbers -> global(name, BOOL, numbers));
            global(name, BOOL, TEXT, TEXT);
        }
        global("_==_", BOOL, BOOL, BOOL);
        global("_!=_", BOOL, BOOL, BOOL);
        for (CelType type : SCALARS) {
            global("_?_:_", type, BOOL, type, type);
            global("_?_:_", type, BOOL, type, NOTHING);
            global("_?_:_", type, BOOL, NOTHING, type);
            global("@in", BOOL, type, ListType.create(type));
        }
        global("_?_:_", REAL, BOOL, INT, REAL);
        global("_?_:_", REAL, BOOL, REAL, INT);
        global("@in", BOOL, INT, ListType.create(REAL));
        global("@in", BOOL, REAL, ListType.create(INT));
        global("_[_]", ELEMENT, ListType.create(ELEMENT), INT);
        global("_[_]", ELEMENT, ListType.create(ELEMENT), REAL);
    }

    private void arithmetic() {
        for (String name : List.of("_+_", "_-_", "_*_", "_%_")) {
            mixing(name, 2);
        }
        global("_+_", TEXT, TEXT, TEXT);
        combinations(2, false).forEach(numbers -> global("_/_", REAL, numbers));
        mixing("-_", 1);
    }

    private void maths() {
        mixing("abs", 1);
        usages.put("abs", "abs(number)");
        for (String name : List.of("min", "max")) {
            mixing(name, 2);
            mixing(name, 3);
            usages.put(name, name + "(number, number) or with three");
        }
        mixing("clamp", 3);
        usages.put("clamp", "clamp(number, lowest, highest)");
        for (String name : List.of("round", "floor", "ceil")) {
            NUMBERS.forEach(number -> global(name, INT, number));
            usages.put(name, name + "(number)");
        }
        NUMBERS.forEach(number -> global("round", REAL, number, INT));
        usages.put("round", "round(number) or round(number, places)");
        for (String name : List.of("sqrt", "exp", "ln", "log10")) {
            NUMBERS.forEach(number -> global(name, REAL, number));
            usages.put(name, name + "(number)");
        }
        combinations(2, false).forEach(numbers -> global("pow", REAL, numbers));
        usages.put("pow", "pow(number, exponent)");
        global("div", INT, INT, INT);
        usages.put("div", "div(whole number, whole number)");
        global("bit", BOOL, INT, INT);
        usages.put("bit", "bit(whole number, index), with type integer for the input");
    }

    private void conversions() {
        for (CelType type : SCALARS) {
            global("int", INT, type);
            global("double", REAL, type);
            global("string", TEXT, type);
        }
        usages.put("int", "int(number, text or boolean)");
        usages.put("double", "double(number, text or boolean)");
        usages.put("string", "string(number, text or boolean)");
        NUMBERS.forEach(number -> global("convert", REAL, number, TEXT, TEXT));
        usages.put("convert", "convert(number, 'from', 'to')");
        global("lookup", ANY, TEXT, ANY);
        global("lookup", ANY, TEXT, ANY, ANY);
        usages.put("lookup", "lookup('table', key) or lookup('table', key, otherwise)");
    }

    private void texts() {
        text("isNumber", "isNumber(text)", BOOL, TEXT);
        text("size", "size(text)", INT, TEXT);
        global("size", INT, ListType.create(ELEMENT));
        text("contains", "contains(text, part)", BOOL, TEXT, TEXT);
        text("startsWith", "startsWith(text, beginning)", BOOL, TEXT, TEXT);
        text("endsWith", "endsWith(text, end)", BOOL, TEXT, TEXT);
        text("matches", "matches(text, 'pattern')", BOOL, TEXT, TEXT);
        text("extract", "extract(text, 'pattern') or extract(text, 'pattern', otherwise)", TEXT, TEXT, TEXT);
        text("extract", usages.getOrDefault("extract", ""), TEXT, TEXT, TEXT, TEXT);
        text("split", "split(text, 'separator')", ListType.create(TEXT), TEXT, TEXT);
        text("substring", "substring(text, from) or substring(text, from, to)", TEXT, TEXT, INT);
        text("substring", usages.getOrDefault("substring", ""), TEXT, TEXT, INT, INT);
        text("trim", "trim(text)", TEXT, TEXT);
        text("lower", "lower(text)", TEXT, TEXT);
        text("upper", "upper(text)", TEXT, TEXT);
        text("replace", "replace(text, 'what', 'by what')", TEXT, TEXT, TEXT, TEXT);
    }

    private void times() {
        for (String name : List.of("minute", "hour", "weekday", "day", "month")) {
            NUMBERS.forEach(number -> global(name, INT, number));
            usages.put(name, name + "(timestamp)");
        }
    }

    /** A function of texts, written {@code trim(code)} or {@code code.trim()}. */
    private void text(String name, String usage, CelType result, CelType... parameters) {
        global(name, result, parameters);
        add(name, true, result, parameters);
        usages.put(name, usage);
    }

    /** Of numbers, with a whole result where all of them are whole. */
    private void mixing(String name, int arity) {
        combinations(arity, true).forEach(numbers -> global(name, INT, numbers));
        combinations(arity, false).stream()
                .filter(numbers -> List.of(numbers).contains(REAL))
                .forEach(numbers -> global(name, REAL, numbers));
    }

    private static List<CelType[]> combinations(int arity, boolean wholeOnly) {
        List<CelType[]> combinations = new ArrayList<>();
        for (int bits = 0; bits < (wholeOnly ? 1 : 1 << arity); bits++) {
            CelType[] types = new CelType[arity];
            for (int i = 0; i < arity; i++) {
                types[i] = NUMBERS.get(bits >> i & 1);
            }
            combinations.add(types);
        }
        return combinations;
    }

    private void global(String name, CelType result, CelType... parameters) {
        add(name, false, result, parameters);
    }

    private void add(String name, boolean member, CelType result, CelType... parameters) {
        List<CelOverloadDecl> known = overloads.computeIfAbsent(name, first -> new ArrayList<>());
        known.add(CelOverloadDecl.newBuilder()
                .setOverloadId(name + " " + known.size())
                .setIsInstanceFunction(member)
                .setResultType(result)
                .setParameterTypes(ImmutableList.copyOf(parameters))
                .build());
    }
}
