package dev.ichor.talos.check;

import dev.ichor.base.Malformed;
import dev.ichor.inventory.policy.Glob;
import dev.ichor.machine.hardware.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of CEL (Common Expression Language) in which disks are looked for, as Talos evaluates it; the rest is
 * refused by name, never guessed.
 */
final class HardwareCel {
    private static final int LONGEST = 4096;
    private static final int DEEPEST = 100;
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=", "in");
    private static final Map<String, Long> UNITS = Map.ofEntries(Map.entry("KiB", 1L << 10),
            Map.entry("MiB", 1L << 20), Map.entry("GiB", 1L << 30), Map.entry("TiB", 1L << 40),
            Map.entry("PiB", 1L << 50), Map.entry("EiB", 1L << 60), Map.entry("kB", 1_000L),
            Map.entry("MB", 1_000_000L), Map.entry("GB", 1_000_000_000L), Map.entry("TB", 1_000_000_000_000L),
            Map.entry("PB", 1_000_000_000_000_000L), Map.entry("EB", 1_000_000_000_000_000_000L));

    /** One operation with what it works on. */
    @FunctionalInterface
    private interface Term {
        Object value(HardwareCelValues of) throws Malformed;
    }

    private final List<HardwareCelToken> tokens;
    private int at;
    private int depth;
    private Term root;

    private HardwareCel(List<HardwareCelToken> tokens) {
        this.tokens = tokens;
    }

    /** @throws Malformed naming what is not understood */
    static HardwareCel parse(String text) throws Malformed {
        if (text.length() > LONGEST) {
            throw new Malformed("the expression is longer than " + LONGEST + " characters");
        }
        HardwareCel cel = new HardwareCel(HardwareCelToken.of(text));
        cel.root = cel.or();
        if (cel.at < cel.tokens.size()) {
            throw new Malformed("cannot understand '" + cel.tokens.get(cel.at).text() + "'");
        }
        return cel;
    }

    /** @throws Malformed if it reads what is not known of the disk, or is not true or false */
    boolean matches(Disk disk, boolean system) throws Malformed {
        return HardwareCelValues.truth(root.value(new HardwareCelValues(disk, system)));
    }

    private Term or() throws Malformed {
        if (++depth > DEEPEST) {
            throw new Malformed("the expression is nested too deeply");
        }
        Term left = and();
        while (take("||")) {
            Term one = left;
            Term other = and();
            left = of -> HardwareCelValues.truth(one.value(of)) || HardwareCelValues.truth(other.value(of));
        }
        depth--;
        return left;
    }

    private Term and() throws Malformed {
        Term left = comparison();
        while (take("&&")) {
            Term one = left;
            Term other = comparison();
            left = of -> HardwareCelValues.truth(one.value(of)) && HardwareCelValues.truth(other.value(of));
        }
        return left;
    }

    private Term comparison() throws Malformed {
        Term left = product();
        if (at < tokens.size() && !tokens.get(at).isString() && COMPARISONS.contains(tokens.get(at).text())) {
            String sign = tokens.get(at++).text();
            Term right = product();
            return of -> HardwareCelValues.compare(sign, left.value(of), right.value(of));
        }
        return left;
    }

    private Term product() throws Malformed {
        Term left = single();
        while (take("*")) {
            Term one = left;
            Term other = single();
            left = of -> HardwareCelValues.product(one.value(of), other.value(of));
        }
        return left;
    }

    private Term single() throws Malformed {
        if (take("!")) {
            if (++depth > DEEPEST) {
                throw new Malformed("the expression is nested too deeply");
            }
            Term of = single();
            depth--;
            return values -> !HardwareCelValues.truth(of.value(values));
        }
        Term value = primary();
        while (take(".")) {
            Term subject = value;
            String method = next("a name").text();
            expect("(");
            List<Term> arguments = arguments(")");
            if (arguments.size() != 1 || !HardwareCelValues.METHODS.contains(method)) {
                throw new Malformed("cannot evaluate ." + method + "(…)");
            }
            value = of -> HardwareCelValues.method(method, subject.value(of), arguments.getFirst().value(of));
        }
        return value;
    }

    private Term primary() throws Malformed {
        HardwareCelToken token = next("a value");
        if (token.isString()) {
            return _ -> token.text();
        }
        if (token.isNumber()) {
            return _ -> token.number();
        }
        return switch (token.text()) {
            case "(" -> {
                Term inner = or();
                expect(")");
                yield inner;
            }
            case "[" -> {
                List<Term> items = arguments("]");
                yield of -> {
                    List<Object> out = new ArrayList<>();
                    for (Term item : items) {
                        out.add(item.value(of));
                    }
                    return out;
                };
            }
            case "true" -> _ -> true;
            case "false" -> _ -> false;
            case "system_disk" -> HardwareCelValues::isSystem;
            case "disk" -> {
                expect(".");
                String field = next("a field").text();
                HardwareCelValues.known(field);
                yield of -> of.field(field);
            }
            case "glob" -> glob();
            default -> {
                Long unit = UNITS.get(token.text());
                if (unit == null) {
                    throw new Malformed("cannot evaluate '" + token.text() + "'");
                }
                yield _ -> unit;
            }
        };
    }

    private Term glob() throws Malformed {
        expect("(");
        List<Term> arguments = arguments(")");
        if (arguments.size() != 2) {
            throw new Malformed("glob takes a pattern and a text");
        }
        return of -> Glob.matchesExactly(HardwareCelValues.text(arguments.getFirst().value(of)),
                HardwareCelValues.text(arguments.getLast().value(of)));
    }

    private List<Term> arguments(String end) throws Malformed {
        List<Term> out = new ArrayList<>();
        while (!take(end)) {
            if (!out.isEmpty()) {
                expect(",");
            }
            out.add(or());
        }
        return out;
    }

    private boolean take(String sign) {
        boolean there = at < tokens.size() && !tokens.get(at).isString() && tokens.get(at).text().equals(sign);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String sign) throws Malformed {
        if (!take(sign)) {
            throw new Malformed("'" + sign + "' is missing"
                    + (at < tokens.size() ? " before '" + tokens.get(at).text() + "'" : " at the end"));
        }
    }

    private HardwareCelToken next(String what) throws Malformed {
        if (at >= tokens.size()) {
            throw new Malformed(what + " is missing at the end");
        }
        return tokens.get(at++);
    }
}
