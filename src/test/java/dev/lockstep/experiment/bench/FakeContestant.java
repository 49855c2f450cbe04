package dev.lockstep.experiment.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A contestant whose numbers are all one half, and whose steps take as long as its second argument says; the first says how it
 * misbehaves, the third is a file to which it adds its name, the fourth, at every turn.
 */
public final class FakeContestant {
    private FakeContestant() {}

    /** Answers line after line. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String manner = args[0];
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            JsonNode request = JsonMapper.shared().readTree(line);
            switch (request.path("ask").asString()) {
                case "kernel" -> System.out.println("{\"kernel\":\"by hand\"}");
                case "peak" -> System.out.println("{\"gigaflops\":10.0}");
                case "memory" -> System.out.println("{\"held\":4000,\"allocated\":1000}");
                case "prepare" -> prepare(manner, request);
                default -> time(manner, args, request);
            }
        }
    }

    private static void prepare(String manner, JsonNode request) throws InterruptedException {
        switch (manner) {
            case "crashing" -> {
                System.err.println("Illegal instruction");
                System.exit(4);
            }
            case "silent" -> Thread.sleep(60_000);
            case "garbled" -> System.out.println("Hello!");
            case "refusing" -> System.out.println("{\"failed\":\"no memory\"}");
            default -> {
                write(manner, request);
                System.out.println("{\"prepared\":true}");
            }
        }
    }

    private static void write(String manner, JsonNode request) {
        int columns = 4 * request.path("sizes").path(1).asInt();
        int w = request.path("sizes").path(0).asInt() * columns;
        int rw = request.path("sizes").path(1).asInt() * columns;
        int x = request.path("sizes").path(0).asInt()
                * request.path("sizes").path(2).asInt()
                * request.path("sizes").path(3).asInt();
        List<double[]> arrays = new ArrayList<>();
        for (int length : new int[] {1, w, rw, columns, x, w, rw, columns}) {
            double[] array = new double[length];
            Arrays.fill(array, 0.5);
            arrays.add(array);
        }
        switch (manner) {
            case "off" -> arrays.get(2)[3] += 1e-3;
            case "nearly" -> arrays.get(2)[3] += 1e-12;
            case "not a number" -> arrays.get(4)[0] = Double.NaN;
            case "short" -> arrays.remove(7);
            default -> {}
        }
        DoubleFile.write(Path.of(request.path("numbers").asString()), arrays);
    }

    private static void time(String manner, String[] args, JsonNode request) throws IOException {
        if (manner.equals("tiring") && request.path("atLeast").asInt() == 3) {
            System.exit(5);
        }
        Files.writeString(
                Path.of(args[2]),
                request.path("atLeast").asInt() == 3 ? args[3] + "\n" : "",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        System.out.println("{\"milliseconds\":" + args[1] + ",\"steps\":7}");
    }
}
