package standins

import (
	"context"
	"log"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
)

// A queue calls one function for each object that changed, never twice at once for one object.
// The function says when it wants to see the object again (0: at its next change).
type queue struct {
	name  string
	items workqueue.TypedRateLimitingInterface[string]
	act   func(ctx context.Context, key string) (time.Duration, error)
}

func newQueue(name string, act func(context.Context, string) (time.Duration, error)) *queue {
	limiter := workqueue.NewTypedItemExponentialFailureRateLimiter[string](50*time.Millisecond, 2*time.Second)
	return &queue{name: name, items: workqueue.NewTypedRateLimitingQueue(limiter), act: act}
}

// watch queues every object that the informer sees.
func (q *queue) watch(informer cache.SharedIndexInformer) {
	add := func(object any) {
		if key, err := cache.DeletionHandlingMetaNamespaceKeyFunc(object); err == nil {
			q.items.Add(key)
		}
	}
	_, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    add,
		UpdateFunc: func(_, object any) { add(object) },
		DeleteFunc: add,
	})
	if err != nil {
		log.Fatalf("%s: %v", q.name, err)
	}
}

func (q *queue) run(ctx context.Context) {
	go func() {
		<-ctx.Done()
		q.items.ShutDown()
	}()
	for range 4 {
		go q.work(ctx)
	}
}

func (q *queue) work(ctx context.Context) {
	for {
		key, over := q.items.Get()
		if over {
			return
		}
		again, err := q.act(ctx, key)
		switch {
		case err != nil:
			if !apierrors.IsConflict(err) && !apierrors.IsNotFound(err) {
				log.Printf("%s: %s: %v", q.name, key, err)
			}
			q.items.AddRateLimited(key)
		case again > 0:
			q.items.Forget(key)
			q.items.AddAfter(key, again)
		default:
			q.items.Forget(key)
		}
		q.items.Done(key)
	}
}
