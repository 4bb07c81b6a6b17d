import { useEffect, useEffectEvent, useState, type ComponentType } from 'react';

/**
 * A view that few calls need: its file comes when it is shown for the first time. Not React's `lazy`, which keeps a
 * failure for ever and throws it: off line the call goes on, and the next time it is tried again.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props & { onLoaded?: () => void; onNotLoaded: () => void }> {
  return function Later(props) {
    const [loaded, setLoaded] = useState<{ View: ComponentType<Props> }>();
    const onLoaded = useEffectEvent(() => props.onLoaded?.());
    const onNotLoaded = useEffectEvent(props.onNotLoaded);
    useEffect(() => {
      load().then(
        (View) => {
          setLoaded({ View });
          onLoaded();
        },
        () => onNotLoaded(),
      );
    }, []);
    return loaded ? <loaded.View {...props} /> : null;
  };
}
