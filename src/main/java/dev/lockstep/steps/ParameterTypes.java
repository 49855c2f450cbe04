package dev.lockstep.steps;

import dev.lockstep.comparison.Tolerance;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.document.Document;
import dev.lockstep.document.Documents;
import dev.lockstep.experiment.Recurrence;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.Initialisation;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Loss;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.Truncation;
import dev.lockstep.port.Framework;
import io.cucumber.java.ParameterType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words that phrases are made of. Numbers are strict: Cucumber's own {@code {double}} does not know {@code 1e-12}, and
 * reads a table cell {@code 1e-12} as 1, which is why steps read tables as text.
 *
 * <p>Numbers match whatever stands in their place, so that {@code 1,5} is refused as a number and not as an unknown phrase.
 */
public final class ParameterTypes {
    /** {@code 1e-12}, {@code -0.5}, {@code 0x1.8p1}. */
    @ParameterType(value = "\\S+", useForSnippets = false)
    public double number(String text) {
        return Numbers.parse("number", text);
    }

    /** {@code 1e-12}, {@code 3 ulp}, {@code 1e-9 relative}. */
    @ParameterType(value = "\\S+(?: ulps?| relative)?", useForSnippets = false)
    public Tolerance tolerance(String text) {
        String[] parts = text.split(" ");
        double size = Numbers.parse("tolerance", parts[0]);
        if (parts.length == 1) {
            return Tolerances.absolute(size);
        }
        return parts[1].equals("relative") ? Tolerances.relative(size) : Tolerances.ulps(size);
    }

    /** {@code LSTM(3→5), dense(5→2, sigmoid)}. */
    @ParameterType(LayerText.LAYER + "(?:, " + LayerText.LAYER + ")*")
    public NetworkSpec network(String text) {
        return LayerText.network(text);
    }

    /** {@code activation(relu), last step}. */
    @ParameterType(LayerText.WITHOUT_WEIGHTS + "(?:, " + LayerText.WITHOUT_WEIGHTS + ")*")
    public String weightless(String text) {
        return text;
    }

    /** {@code MSE averaged over the batch}. */
    @ParameterType(LossText.PATTERN)
    public Loss loss(String text) {
        return LossText.parse(text);
    }

    /** {@code Adam with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 1e-8}. */
    @ParameterType(OptimizerText.PATTERN)
    public OptimizerSpec optimizer(String text) {
        return OptimizerText.parse(text);
    }

    /** {@code ONNX Runtime}, a title of one word such as {@code Deeplearning4j}, or any framework's id or title in quotes. */
    @ParameterType(value = "ONNX Runtime|[A-Z][^\\s,]*|\"[^\"]+\"", useForSnippets = false)
    public Framework framework(String text) {
        return Run.current().frameworks().named(text.replace("\"", ""));
    }

    /** {@code LSTM}, {@code peephole LSTM}, {@code relu SimpleRnn}, {@code hard sigmoid dense}. */
    @ParameterType("(?:[a-z][a-z0-9 -]* )?(?:LSTM|SimpleRnn|GRU|dense)")
    public LayerKind layerKind(String text) {
        return LayerKind.parse(text);
    }

    /** {@code W}, {@code RW}, {@code b}, {@code rb}, {@code p}, {@code g} or {@code h0}. */
    @ParameterType("W|RW|b|rb|p|g|h0")
    public Parameter weight(String text) {
        return parameter(text);
    }

    /** {@code 1.0, -0.5, 2.0}. */
    @ParameterType(value = "\\S+(?:, \\S+)*", useForSnippets = false)
    public double[] numbers(String text) {
        return Arrays.stream(text.split(", "))
                .mapToDouble(part -> Numbers.parse("number of the sequence", part))
                .toArray();
    }

    /** {@code randn(3, 10, 4)}, {@code uniform(-1, 1, (2, 2)) * 0.1}. */
    @ParameterType(value = "[a-z]+\\(.*\\)(?: \\* \\S+)?", useForSnippets = false)
    public NumpyDraw draw(String text) {
        return NumpyDraw.parse(text);
    }

    /** {@code features × batch × time}. */
    @ParameterType(value = ArrayLayout.PATTERN, useForSnippets = false)
    public ArrayLayout layout(String text) {
        return ArrayLayout.parse(text);
    }

    /** {@code W = Waxᵀ, RW = Waaᵀ, b = baᵀ}. */
    @ParameterType(value = "\\w+ = \\S+(?:, \\w+ = \\S+)*", useForSnippets = false)
    public Map<Parameter, String> assignments(String text) {
        Map<Parameter, String> assignments = new EnumMap<>(Parameter.class);
        for (String assignment : text.split(", ")) {
            String[] sides = assignment.split(" = ");
            if (assignments.put(parameter(sides[0]), sides[1]) != null) {
                throw new InvalidInput("parameters of the layer: " + sides[0] + " once expected, twice found");
            }
        }
        return assignments;
    }

    /**
     * {@code through at most 3 further steps}, {@code within chunks of 3 steps}, {@code within segments of 3 steps, through the
     * last 2 of each} or {@code through the whole sequence}.
     */
    @ParameterType(value = ".+", useForSnippets = false)
    public Truncation truncation(String text) {
        if (text.equals("through the whole sequence")) {
            return Truncation.NONE;
        }
        Matcher sliding =
                Pattern.compile("through at most (-?\\d{1,9}) further steps?").matcher(text);
        if (sliding.matches()) {
            return new Truncation.Sliding(Integer.parseInt(sliding.group(1)));
        }
        Matcher chunked =
                Pattern.compile("within chunks of (-?\\d{1,9}) steps?").matcher(text);
        if (chunked.matches()) {
            return new Truncation.Chunked(Integer.parseInt(chunked.group(1)));
        }
        Matcher segmented = Pattern.compile(
                        "within segments of (-?\\d{1,9}) steps?(?:, through the last (-?\\d{1,9}) of each)?")
                .matcher(text);
        if (segmented.matches()) {
            int forward = Integer.parseInt(segmented.group(1));
            String backward = segmented.group(2);
            return new Truncation.Segmented(forward, backward == null ? forward : Integer.parseInt(backward));
        }
        throw new InvalidInput("truncation: \"through at most 3 further steps\", \"within chunks of 3 steps\", \"within"
                + " segments of 3 steps, through the last 2 of each\" or \"through the whole sequence\" expected, \""
                + text + "\" found");
    }

    /** {@code batch × features × time} or {@code batch × time × features}. */
    @ParameterType("batch × features × time|batch × time × features")
    public SequenceFormat format(String text) {
        return text.endsWith("time") ? SequenceFormat.NCW : SequenceFormat.NWC;
    }

    /** {@code concatenated}, {@code added}, {@code multiplied} or {@code averaged}. */
    @ParameterType("concatenated|added|multiplied|averaged")
    public BidirectionalSpec.Mode combined(String text) {
        return Wrapping.mode(text).orElseThrow();
    }

    /** {@code ±1/√9}, {@code ±√(6/5)} or {@code ±1e-4}. */
    @ParameterType(value = "±\\S+", useForSnippets = false)
    public double amplitude(String text) {
        Matcher inverse = Pattern.compile("±1/√(\\d{1,9})").matcher(text);
        if (inverse.matches()) {
            return 1 / Math.sqrt(Integer.parseInt(inverse.group(1)));
        }
        Matcher root = Pattern.compile("±√\\((\\d{1,9})/(\\d{1,9})\\)").matcher(text);
        if (root.matches()) {
            return Math.sqrt(Double.parseDouble(root.group(1)) / Integer.parseInt(root.group(2)));
        }
        return Numbers.parse("bound of the weights", text.substring(1));
    }

    /** {@code Elman layer}, {@code batch RNN}: a seed document without its slips. */
    @ParameterType(value = "[A-Za-z]+(?: [A-Za-z]+)*", useForSnippets = false)
    public Document document(String text) {
        return Documents.mended(text);
    }

    /** {@code at 0.5, entry by entry} or {@code at 1.0 by their global norm plus 1e-6}. */
    @ParameterType(value = ".+", useForSnippets = false)
    public GradientClip clip(String text) {
        Matcher elementwise = Pattern.compile("at (\\S+), entry by entry").matcher(text);
        if (elementwise.matches()) {
            return new GradientClip.Elementwise(Numbers.parse("threshold of the clip", elementwise.group(1)));
        }
        Matcher norm = Pattern.compile("at (\\S+) by their global norm(?: plus (\\S+))?")
                .matcher(text);
        if (norm.matches()) {
            return new GradientClip.GlobalNorm(
                    Numbers.parse("threshold of the clip", norm.group(1)),
                    norm.group(2) == null ? 0 : Numbers.parse("ε of the clip", norm.group(2)));
        }
        Matcher scoped = Pattern.compile("at (\\S+) by the norm of each (layer|parameter)")
                .matcher(text);
        if (scoped.matches()) {
            return new GradientClip.ScopedNorm(
                    GradientClip.Scope.valueOf(scoped.group(2).toUpperCase(Locale.ROOT)),
                    Numbers.parse("threshold of the clip", scoped.group(1)));
        }
        throw new InvalidInput(
                "clip of gradients: \"at 0.5, entry by entry\", \"at 1.0 by their global norm\", \"at 1.0 by their global norm"
                        + " plus 1e-6\", \"at 1.0 by the norm of each"
                        + " layer\" or \"at 1.0 by the norm of each parameter\" expected, \"" + text + "\" found");
    }

    /** {@code 0.1·0.9^n}, {@code 0.1/(1 + 0.5·n)^2, ramped up over 5 steps}. */
    @ParameterType(value = ".+", useForSnippets = false)
    public Pace pace(String text) {
        return ScheduleText.parse(text);
    }

    /** {@code l1 = 0.1, l2 = 0.02, decay = 0.1·α}. */
    @ParameterType(value = ".+", useForSnippets = false)
    public Regularisation.Rule penalties(String text) {
        return RegularisationText.parse(text);
    }

    /** {@code uniform in ±1e-4}, {@code ±1/√(fan-in)} or {@code Glorot}. */
    @ParameterType(value = ".+", useForSnippets = false)
    public Initialisation initialisation(String text) {
        if (text.equals("Glorot")) {
            return new Initialisation.Glorot();
        }
        if (text.equals("±1/√(fan-in)")) {
            return new Initialisation.FanIn();
        }
        if (text.startsWith("uniform in ±")) {
            String amplitude = text.substring("uniform in ±".length());
            return new Initialisation.Uniform(Numbers.parse("amplitude of the initialisation", amplitude));
        }
        throw new InvalidInput("initialisation: \"uniform in ±1e-4\", \"±1/√(fan-in)\" or \"Glorot\" expected, \""
                + text + "\" found");
    }

    /** {@code a random orthogonal matrix} or {@code a random permutation}. */
    @ParameterType("a random orthogonal matrix|a random permutation")
    public Recurrence recurrence(String text) {
        return text.endsWith("permutation") ? Recurrence.PERMUTATION : Recurrence.ORTHOGONAL;
    }

    private static Parameter parameter(String symbol) {
        return Arrays.stream(Parameter.values())
                .filter(parameter -> parameter.symbol().equals(symbol))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("parameter: one of "
                        + Arrays.stream(Parameter.values())
                                .map(Parameter::symbol)
                                .collect(Collectors.joining(", "))
                        + " expected, \"" + symbol + "\" found"));
    }
}
