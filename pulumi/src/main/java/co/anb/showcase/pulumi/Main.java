package co.anb.showcase.pulumi;

import com.pulumi.Pulumi;

/** What {@code pulumi up} runs. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Pulumi.run(AnbStack::declare);
    }
}
