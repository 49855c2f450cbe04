package dev.lockstep.steps;

import dev.lockstep.math.NumpyRandom;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.ShapedArray;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A draw of an array as NumPy writes it: {@code randn(3, 10, 4)}, {@code rand(5, 5)}, {@code random(7)}, {@code uniform(-1e-4,
 * 1e-4, (2, 2))}, {@code randint(0, 64, (2000, 2))}; each may be multiplied by a number, {@code randn(5, 5) * 0.1}. Like NumPy,
 * {@code randn} and {@code rand} take the sizes one by one, the others one size or several in parentheses.
 */
final class NumpyDraw {
    private static final String EXAMPLE = "a form like randn(3, 4) or uniform(-1, 1, (3, 4)) * 0.1";
    private static final Pattern PARTS = Pattern.compile("\\s*([^\\s()*]+)\\s*\\((.*)\\)\\s*(?:\\*([^()*]*))?");
    private static final Pattern ARGUMENT = Pattern.compile("\\s*(?:\\(([^()]*)\\)|([^(),]+))\\s*(?:,|$)");
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
    /** Up to here every integer is a double. */
    private static final BigInteger GREATEST_INTEGER = BigInteger.TWO.pow(53);

    private final String text;
    private final double scale;
    private final List<Integer> shape;
    private final Distribution distribution;

    /** What one number of the array is drawn from. */
    private interface Distribution {
        DoubleSupplier from(NumpyRandom generator);
    }

    /** @param sizes whether the text stood in parentheses of its own */
    private record Argument(String text, boolean sizes) {}

    private NumpyDraw(String text) {
        this.text = text.strip();
        Matcher matcher = PARTS.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidInput("NumPy draw: " + EXAMPLE + " expected, \"" + this.text + "\" found");
        }
        List<Argument> arguments = arguments(matcher.group(2).strip());
        switch (matcher.group(1)) {
            case "randn" -> {
                distribution = generator -> generator::randn;
                shape = sizesOneByOne(arguments);
            }
            case "rand" -> {
                distribution = generator -> generator::random;
                shape = sizesOneByOne(arguments);
            }
            case "random" -> {
                requireArguments(1, "one size", arguments);
                distribution = generator -> generator::random;
                shape = sizes(arguments.get(0));
            }
            case "uniform" -> {
                requireArguments(3, "low, high, size", arguments);
                distribution = uniform(arguments.get(0), arguments.get(1));
                shape = sizes(arguments.get(2));
            }
            case "randint" -> {
                requireArguments(3, "low, high, size", arguments);
                distribution = randint(arguments.get(0), arguments.get(1));
                shape = sizes(arguments.get(2));
            }
            default ->
                throw new InvalidInput("NumPy draw: one of randn, rand, random, uniform, randint expected, \""
                        + matcher.group(1) + "\" found");
        }
        ShapedArray.count(this.text, shape);
        String factor = matcher.group(3);
        scale = factor == null ? 1 : finite("factor of " + this.text, factor.strip());
    }

    /** @throws InvalidInput if the text is no draw, or one of no or more than a million numbers */
    static NumpyDraw parse(String text) {
        return new NumpyDraw(text);
    }

    /** The next array from a generator; with a factor, every number is multiplied by it after it was drawn, as NumPy does. */
    ShapedArray from(NumpyRandom generator) {
        double[] values = new double[ShapedArray.count(text, shape)];
        DoubleSupplier numbers = distribution.from(generator);
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.getAsDouble() * scale;
        }
        return new ShapedArray(shape, values);
    }

    private List<Argument> arguments(String list) {
        List<Argument> arguments = new ArrayList<>();
        Matcher matcher = ARGUMENT.matcher(list);
        int end = 0;
        while (end < list.length()) {
            if (!matcher.region(end, list.length()).lookingAt()) {
                throw new InvalidInput("arguments of " + text + ": numbers with commas between them expected, \""
                        + list.substring(end).strip() + "\" found");
            }
            boolean inParentheses = matcher.group(1) != null;
            arguments.add(new Argument(matcher.group(inParentheses ? 1 : 2).strip(), inParentheses));
            end = matcher.end();
        }
        return arguments;
    }

    private void requireArguments(int expected, String names, List<Argument> found) {
        if (found.size() != expected) {
            throw new InvalidInput("arguments of " + text + ": " + names + " expected, " + found.size() + " found");
        }
    }

    private List<Integer> sizesOneByOne(List<Argument> arguments) {
        if (arguments.isEmpty()) {
            throw new InvalidInput("arguments of " + text + ": at least one size expected, none found");
        }
        return arguments.stream().map(argument -> size(plain(argument))).toList();
    }

    private List<Integer> sizes(Argument argument) {
        if (!argument.sizes()) {
            return List.of(size(argument.text()));
        }
        String sizes = argument.text().replaceFirst(",$", ""); // (7,) is how Python writes one size in parentheses
        return Arrays.stream(sizes.split(",", -1))
                .map(part -> size(part.strip()))
                .toList();
    }

    private int size(String digits) {
        long size = integer("size of " + text, digits);
        if (size != (int) size) {
            throw new InvalidInput(
                    "size of " + text + ": at most " + Integer.MAX_VALUE + " expected, " + digits + " found");
        }
        return (int) size;
    }

    private Distribution uniform(Argument lowest, Argument above) {
        double low = finite("low of " + text, plain(lowest));
        double high = finite("high of " + text, plain(above));
        if (high <= low) {
            throw new InvalidInput(
                    "high of " + text + ": more than " + plain(lowest) + " expected, " + plain(above) + " found");
        }
        if (Double.isInfinite(high - low)) {
            throw new InvalidInput("range of " + text + ": at most " + Double.MAX_VALUE + " expected, more found");
        }
        return generator -> () -> generator.uniform(low, high);
    }

    private Distribution randint(Argument lowest, Argument above) {
        long low = integer("low of " + text, plain(lowest));
        long high = integer("high of " + text, plain(above));
        if (high <= low) {
            throw new InvalidInput("high of " + text + ": more than " + low + " expected, " + high + " found");
        }
        return generator -> () -> generator.randint(low, high);
    }

    private static String plain(Argument argument) {
        return argument.sizes() ? "(" + argument.text() + ")" : argument.text();
    }

    private static double finite(String what, String number) {
        double value = Numbers.parse(what, number);
        if (!Double.isFinite(value)) {
            throw new InvalidInput(what + ": a finite number expected, " + number + " found");
        }
        return value;
    }

    private static long integer(String what, String digits) {
        if (!INTEGER.matcher(digits).matches()) {
            throw new InvalidInput(what + ": an integer expected, \"" + digits + "\" found");
        }
        BigInteger integer = new BigInteger(digits);
        if (integer.abs().compareTo(GREATEST_INTEGER) > 0) {
            throw new InvalidInput(what + ": an integer from -2^53 to 2^53 expected, " + digits + " found");
        }
        return integer.longValueExact();
    }
}
