package io.millrace.process.expression;

import com.google.re2j.Pattern;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the operators and functions of {@link Language} do. Chosen by the classes of their arguments when they are called,
 * so that a whole number that the checker took for a real one is right as well.
 */
@SuppressWarnings("Immutable") // nothing that is caught changes, though not all of it says so
final class Functions {

    private final Tables tables;
    private final Map<String, Pattern> patterns;
    private final ZoneId zone;
    private final Map<String, List<CelFunctionBinding>> bindings = new LinkedHashMap<>();

    /** @param patterns those that stand in the expression as they are, by their text */
    Functions(Tables tables, Map<String, Pattern> patterns, ZoneId zone) {
        this.tables = tables;
        this.patterns = Map.copyOf(patterns);
        this.zone = zone;
        conditions();
        arithmetic();
        maths();
        conversions();
        texts();
        times();
    }

    List<CelFunctionBinding> bindings() {
        List<CelFunctionBinding> all = new ArrayList<>();
        bindings.forEach((name, known) -> all.addAll(CelFunctionBinding.fromOverloads(name, known)));
        return all;
    }

    private void conditions() {
        one("!_", Boolean.class, a -> !a);
        two("_==_", Number.class, Number.class, (a, b) -> Numbers.compare(a, b) == 0);
        two("_==_", Object.class, Object.class, Object::equals);
        two("_!=_", Number.class, Number.class, (a, b) -> Numbers.compare(a, b) != 0);
        two("_!=_", Object.class, Object.class, (a, b) -> !a.equals(b));
        two("_<_", Number.class, Number.class, (a, b) -> Numbers.compare(a, b) < 0);
        two("_<_", String.class, String.class, (a, b) -> a.compareTo(b) < 0);
        two("_<=_", Number.class, Number.class, (a, b) -> Numbers.compare(a, b) <= 0);
        two("_<=_", String.class, String.class, (a, b) -> a.compareTo(b) <= 0);
        two("_>_", Number.class, Number.class, (a, b) -> Numbers.compare(a, b) > 0);
        two("_>_", String.class, String.class, (a, b) -> a.compareTo(b) > 0);
        two("_>=_", Number.class, Number.class, (a, b) -> Numbers.compare(a, b) >= 0);
        two("_>=_", String.class, String.class, (a, b) -> a.compareTo(b) >= 0);
        two("@in", Object.class, List.class, Functions::in);
        two("_[_]", List.class, Number.class, Texts::element);
    }

    private static boolean in(Object wanted, List<?> list) {
        for (Object item : list) {
            if (wanted instanceof Number a && item instanceof Number b
                    ? Numbers.compare(a, b) == 0
                    : wanted.equals(item)) {
                return true;
            }
        }
        return false;
    }

    private void arithmetic() {
        two("_+_", Number.class, Number.class, Numbers::add);
        two("_+_", String.class, String.class, Texts::join);
        two("_-_", Number.class, Number.class, Numbers::subtract);
        two("_*_", Number.class, Number.class, Numbers::multiply);
        two("_/_", Number.class, Number.class, Numbers::divide);
        two("_%_", Number.class, Number.class, Numbers::remainder);
        one("-_", Number.class, Numbers::negate);
    }

    private void maths() {
        one("abs", Number.class, Numbers::abs);
        two("min", Number.class, Number.class, Numbers::min);
        three("min", Number.class, args -> Numbers.min(Numbers.min(number(args[0]), number(args[1])), number(args[2])));
        two("max", Number.class, Number.class, Numbers::max);
        three("max", Number.class, args -> Numbers.max(Numbers.max(number(args[0]), number(args[1])), number(args[2])));
        three("clamp", Number.class, args -> Numbers.clamp(number(args[0]), number(args[1]), number(args[2])));
        one("round", Number.class, Numbers::round);
        two("round", Number.class, Number.class, Numbers::round);
        one("floor", Number.class, Numbers::floor);
        one("ceil", Number.class, Numbers::ceil);
        one("sqrt", Number.class, Numbers::sqrt);
        one("exp", Number.class, Numbers::exp);
        one("ln", Number.class, Numbers::ln);
        one("log10", Number.class, Numbers::log10);
        two("pow", Number.class, Number.class, Numbers::pow);
        two("div", Long.class, Long.class, Numbers::div);
        two("bit", Long.class, Long.class, Numbers::bit);
    }

    private static Number number(Object argument) {
        return (Number) argument;
    }

    private void conversions() {
        one("int", Number.class, Numbers::truncate);
        one("int", String.class, Numbers::parseWhole);
        one("int", Boolean.class, a -> a ? 1L : 0L);
        one("double", Number.class, Number::doubleValue);
        one("double", String.class, Numbers::parse);
        one("double", Boolean.class, a -> a ? 1.0 : 0.0);
        one("string", Number.class, Numbers::show);
        one("string", String.class, a -> a);
        one("string", Boolean.class, a -> Boolean.toString(a));
        many(
                "convert",
                List.of(Number.class, String.class, String.class),
                args -> Units.convert(number(args[0]).doubleValue(), (String) args[1], (String) args[2]));
        two("lookup", String.class, Object.class, tables::find);
        many(
                "lookup",
                List.of(String.class, Object.class, Object.class),
                args -> tables.find((String) args[0], args[1], args[2]));
    }

    private void texts() {
        one("isNumber", String.class, Numbers::isNumber);
        one("size", String.class, text -> (long) text.length());
        one("size", List.class, list -> (long) list.size());
        two("contains", String.class, String.class, String::contains);
        two("startsWith", String.class, String.class, String::startsWith);
        two("endsWith", String.class, String.class, String::endsWith);
        two("matches", String.class, String.class, (text, pattern) -> pattern(pattern)
                .matcher(text)
                .find());
        two("extract", String.class, String.class, (text, pattern) -> Texts.extract(pattern(pattern), text));
        three(
                "extract",
                String.class,
                args -> Texts.extract(pattern((String) args[1]), (String) args[0], (String) args[2]));
        two("split", String.class, String.class, Texts::split);
        two("substring", String.class, Long.class, (text, from) -> Texts.substring(text, from, text.length()));
        many(
                "substring",
                List.of(String.class, Long.class, Long.class),
                args -> Texts.substring((String) args[0], (Long) args[1], (Long) args[2]));
        one("trim", String.class, String::strip);
        one("lower", String.class, text -> text.toLowerCase(Locale.ROOT));
        one("upper", String.class, text -> text.toUpperCase(Locale.ROOT));
        three("replace", String.class, args -> Texts.replace((String) args[0], (String) args[1], (String) args[2]));
    }

    private Pattern pattern(String text) {
        Pattern known = patterns.get(text);
        return known == null ? Texts.pattern(text) : known;
    }

    private void times() {
        one("minute", Number.class, time -> field(time, ChronoField.MINUTE_OF_HOUR));
        one("hour", Number.class, time -> field(time, ChronoField.HOUR_OF_DAY));
        one("weekday", Number.class, time -> field(time, ChronoField.DAY_OF_WEEK));
        one("day", Number.class, time -> field(time, ChronoField.DAY_OF_MONTH));
        one("month", Number.class, time -> field(time, ChronoField.MONTH_OF_YEAR));
    }

    private Long field(Number seconds, ChronoField field) {
        double whole = Math.max(-1e11, Math.min(1e11, Math.floor(seconds.doubleValue())));
        return ZonedDateTime.ofInstant(Instant.ofEpochSecond((long) whole), zone)
                .getLong(field);
    }

    private <A> void one(String name, Class<A> type, CelFunctionOverload.Unary<A> does) {
        add(name, CelFunctionBinding.from(id(name), type, does));
    }

    private <A, B> void two(String name, Class<A> first, Class<B> second, CelFunctionOverload.Binary<A, B> does) {
        add(name, CelFunctionBinding.from(id(name), first, second, does));
    }

    private void three(String name, Class<?> each, CelFunctionOverload does) {
        many(name, List.of(each, each, each), does);
    }

    private void many(String name, List<Class<?>> types, CelFunctionOverload does) {
        add(name, CelFunctionBinding.from(id(name), types, does));
    }

    private String id(String name) {
        return name + " #" + bindings.getOrDefault(name, List.of()).size();
    }

    private void add(String name, CelFunctionBinding binding) {
        bindings.computeIfAbsent(name, first -> new ArrayList<>()).add(binding);
    }
}
