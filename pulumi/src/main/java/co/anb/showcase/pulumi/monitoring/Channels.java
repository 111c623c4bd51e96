package co.anb.showcase.pulumi.monitoring;

import co.anb.showcase.pulumi.Tags;
import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.settings.Settings;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.sns.Topic;
import com.pulumi.aws.sns.TopicArgs;
import com.pulumi.aws.sns.TopicSubscription;
import com.pulumi.aws.sns.TopicSubscriptionArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;

/** Where logs and alarms go: a log group a component, and one topic for CloudWatch and Alertmanager alike. */
public final class Channels extends ComponentResource {

    private static final int LOG_DAYS = 30;

    private final Topic topic;

    public Channels(String name, Settings settings, ComponentResourceOptions options) {
        super("anb:monitoring:Channels", name, options);
        CustomResourceOptions child =
                CustomResourceOptions.builder().parent(this).build();
        for (Component component : Component.values()) {
            new LogGroup(
                    "anb-" + component.id(),
                    LogGroupArgs.builder()
                            .name("/anb/" + settings.stack() + "/" + component.id())
                            .retentionInDays(LOG_DAYS)
                            .build(),
                    child);
        }
        topic = new Topic(
                "anb-alarms", TopicArgs.builder().tags(Tags.named("anb-alarms")).build(), child);
        settings.alarmEmail()
                .ifPresent(email -> new TopicSubscription(
                        "anb-alarms",
                        TopicSubscriptionArgs.builder()
                                .topic(topic.arn())
                                .protocol("email")
                                .endpoint(email)
                                .build(),
                        child));
        registerOutputs(Map.of("alarmTopic", topic.arn()));
    }

    /** ARN of the topic that alarms go to. */
    public Output<String> alarmTopic() {
        return topic.arn();
    }
}
